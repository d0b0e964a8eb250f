import { Tabs } from '@mantine/core';
import { useState } from 'react';
import { NoBackend } from '../../app/QueryView.tsx';
import { navigate, useSubPath } from '../../app/router.ts';
import { useServices, useSession } from '../../app/services.tsx';
import type { Membership } from '../../app/sessionStore.ts';
import { Answer } from './Answer.tsx';
import { AuditTab } from './audit/AuditTab.tsx';
import { DomainsTab } from './domains/DomainsTab.tsx';
import { InvitationsTab } from './invitations/InvitationsTab.tsx';
import { ItemsTab } from './items/ItemsTab.tsx';
import { MembersTab } from './members/MembersTab.tsx';
import { NoOrganization } from './NoOrganization.tsx';
import { ProfileTab } from './profile/ProfileTab.tsx';
import { RolesTab } from './roles/RolesTab.tsx';
import { SessionsTab, type SessionOwner } from './sessions/SessionsTab.tsx';
import { SettingsTab } from './settings/SettingsTab.tsx';

/** Tabs in the order of the page; those that `inPersonal` marks are there without an organization too. */
const tabs = [
  { name: 'members', title: 'Members', inPersonal: false },
  { name: 'invitations', title: 'Invitations', inPersonal: false },
  { name: 'roles', title: 'Roles', inPersonal: false },
  { name: 'settings', title: 'Settings', inPersonal: false },
  { name: 'domains', title: 'Domains', inPersonal: false },
  { name: 'profile', title: 'Profile', inPersonal: false },
  { name: 'audit', title: 'Audit', inPersonal: false },
  { name: 'sessions', title: 'Sessions', inPersonal: true },
  { name: 'items', title: 'Items (sample)', inPersonal: true },
] as const;
type TabName = (typeof tabs)[number]['name'];

/** The active organization: who belongs to it and as what, what is set, who changed it. */
export function OrganizationPage() {
  const { bootstrap } = useServices();
  const organization = useSession((state) => state.organization);
  const sub = useSubPath();
  const shown = tabs.filter(({ inPersonal }) => organization !== null || inPersonal);
  const tab = (shown.find(({ name }) => name === sub) ?? shown[0])?.name ?? 'items';
  if (!bootstrap.backendConnected) return <NoBackend />;
  return (
    <>
      {organization === null ? <NoOrganization /> : <Answer organization={organization} />}
      <Tabs
        value={tab}
        onChange={(value) => navigate(`#/organization/${value ?? 'members'}`)}
        keepMounted={false}
      >
        <Tabs.List mb={16} aria-label="Parts of the organization">
          {shown.map(({ name, title }) => (
            <Tabs.Tab key={name} value={name}>
              {title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>
          {/* Nothing of one organization stays on screen under another's name. */}
          <Part key={organization?.orgId ?? 'personal'} tab={tab} organization={organization} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Part(props: { tab: TabName; organization: Membership | null }) {
  const { tab, organization } = props;
  const [sessionsOf, setSessionsOf] = useState<SessionOwner | null>(null);
  if (tab === 'sessions') {
    return (
      <SessionsTab of={sessionsOf} onPick={setSessionsOf} inOrganization={organization !== null} />
    );
  }
  if (tab === 'items' || organization === null) return <ItemsTab />;
  if (tab === 'invitations') return <InvitationsTab />;
  if (tab === 'roles') return <RolesTab organization={organization} />;
  if (tab === 'settings') return <SettingsTab />;
  if (tab === 'domains') return <DomainsTab organization={organization} />;
  if (tab === 'profile') return <ProfileTab />;
  if (tab === 'audit') return <AuditTab />;
  return (
    <MembersTab
      organization={organization}
      onShowSessions={(member) => {
        setSessionsOf(member);
        navigate('#/organization/sessions');
      }}
    />
  );
}
