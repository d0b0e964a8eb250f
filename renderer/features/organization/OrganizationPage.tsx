import { Button, Tabs } from '@mantine/core';
import { useState } from 'react';
import { MemberList, OrgSettingsDocument } from '../../../shared/contract/http.ts';
import { appError, type AppError } from '../../../shared/errors/appError.ts';
import { asAppError } from '../../app/errors.ts';
import { NoBackend } from '../../app/QueryView.tsx';
import { navigate, useSubPath } from '../../app/router.ts';
import { useApi, useServices, useSession } from '../../app/services.tsx';
import type { Membership } from '../../app/sessionStore.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useNow } from '../../ui/useNow.ts';
import { DeniedView } from '../../ui/views.tsx';
import { AuditTab } from './audit/AuditTab.tsx';
import { InvitationsTab } from './invitations/InvitationsTab.tsx';
import { ItemsTab } from './items/ItemsTab.tsx';
import { countMembers, pageSize } from './members/members.logic.ts';
import { MembersTab } from './members/MembersTab.tsx';
import { memberSentence, settingsSentence } from './sentence.logic.ts';
import { SettingsTab } from './settings/SettingsTab.tsx';

const tabs = ['settings', 'members', 'invitations', 'audit', 'items'] as const;

/** The active organization: its settings, its members, and a sample resource to try guards on. */
export function OrganizationPage() {
  const { bootstrap } = useServices();
  const organization = useSession((state) => state.organization);
  const sub = useSubPath();
  const tab = tabs.find((name) => name === sub) ?? 'settings';
  if (!bootstrap.backendConnected) return <NoBackend />;
  return (
    <>
      {organization === null ? <NoOrganization /> : <Answer organization={organization} />}
      {/* Items exist in the personal account too: they are then the person's own. */}
      <Tabs
        value={organization === null ? 'items' : tab}
        onChange={(value) => navigate(`#/organization/${value ?? 'settings'}`)}
        keepMounted={false}
      >
        <Tabs.List mb={16} aria-label="Parts of the organization">
          {organization !== null && <Tabs.Tab value="settings">Settings</Tabs.Tab>}
          {organization !== null && <Tabs.Tab value="members">Members</Tabs.Tab>}
          {organization !== null && <Tabs.Tab value="invitations">Invitations</Tabs.Tab>}
          {organization !== null && <Tabs.Tab value="audit">Audit</Tabs.Tab>}
          <Tabs.Tab value="items">Items (sample)</Tabs.Tab>
        </Tabs.List>
        {organization !== null && (
          <>
            <Tabs.Panel value="settings">
              <SettingsTab key={organization.orgId} />
            </Tabs.Panel>
            <Tabs.Panel value="members">
              <MembersTab key={organization.orgId} organization={organization} />
            </Tabs.Panel>
            <Tabs.Panel value="invitations">
              <InvitationsTab key={organization.orgId} />
            </Tabs.Panel>
            <Tabs.Panel value="audit">
              <AuditTab key={organization.orgId} />
            </Tabs.Panel>
          </>
        )}
        <Tabs.Panel value="items">
          <ItemsTab key={organization?.orgId ?? 'personal'} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Answer(props: { organization: Membership }) {
  const { name } = props.organization;
  const person = useSession((state) => state.person);
  const nowMs = useNow();
  const members = useApi(`/v1/org/members?limit=${pageSize}&offset=0`, MemberList);
  const settings = useApi('/v1/org/settings', OrgSettingsDocument);
  const said = [
    members.data === undefined
      ? `${name}.`
      : memberSentence(name, countMembers(members.data.total, members.data.data)),
  ];
  if (settings.data !== undefined) {
    const { version, updatedAtMs, updatedBy } = settings.data;
    const known = [{ userId: person?.id, name: person?.name }, ...(members.data?.data ?? [])].find(
      ({ userId }) => userId === updatedBy,
    );
    said.push(
      settingsSentence({ version, updatedAtMs, updatedBy: known?.name ?? updatedBy }, nowMs),
    );
  }
  return (
    <PageHeader
      sentence={said.join(' ')}
      note="Settings are those of your own app, kept by the protected backend: nothing in them changes Clerk. Roles are Clerk’s."
    />
  );
}

/** The personal account has no organization: say so, and offer those there are. */
function NoOrganization() {
  const { switchOrganization } = useServices();
  const memberships = useSession((state) => state.memberships);
  const person = useSession((state) => state.person);
  const [error, setError] = useState<AppError | null>(null);
  const switchTo = async (orgId: string): Promise<void> => {
    try {
      await switchOrganization(orgId);
    } catch (cause) {
      setError(asAppError(cause));
    }
  };
  const none = memberships.length === 0;
  return (
    <>
      <PageHeader
        sentence={`${person?.name ?? 'Nobody'} is in the personal account: there is no organization to manage here.`}
      />
      <DeniedView
        error={
          error ??
          appError(
            'auth.organization_required',
            'Settings and members belong to an organization, and none is active.',
            none ? { remedy: 'Ask an admin of an organization for an invitation.' } : {},
          )
        }
        action={memberships.map(({ orgId, name }) => (
          <Button key={orgId} variant="default" onClick={() => void switchTo(orgId)}>
            Switch to {name}
          </Button>
        ))}
      />
    </>
  );
}
