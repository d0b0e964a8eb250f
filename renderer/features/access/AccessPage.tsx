import { Tabs } from '@mantine/core';
import { useMemo, useState } from 'react';
import { RoleList } from '../../../shared/contract/http.ts';
import { explainHas } from '../../../shared/domain/access/has.ts';
import { asAppError } from '../../app/errors.ts';
import { navigate, useSubPath } from '../../app/router.ts';
import { useApi, useServices, useSession } from '../../app/services.tsx';
import { useLiveToken, type LiveToken } from '../../app/useLiveToken.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { LoadingSkeleton } from '../../ui/views.tsx';
import {
  answerSentence,
  checkOf,
  differenceSentence,
  emptyForm,
  type AskForm,
} from './ask.logic.ts';
import { AskPanel, type Suggestions } from './AskPanel.tsx';
import { FixesPanel } from './FixesPanel.tsx';
import {
  firstQuestion,
  membershipOptions,
  permissionGroups,
  type HeldMembership,
  type KnownRole,
  type PermissionGroup,
} from './grid.logic.ts';
import { GridPanel, type RolesState } from './GridPanel.tsx';
import { RoutesHeader, RoutesPanel } from './RoutesPanel.tsx';
import { TracePanel } from './TracePanel.tsx';
import classes from './access.module.css';

/** Why a check says yes or no for the live session and what would change it; and the rules of the backend. */
export function AccessPage() {
  const token = useLiveToken();
  if (token === null) return <LoadingSkeleton lines={10} label="Waiting for the token" />;
  return <Access token={token} />;
}

function Access({ token }: { token: LiveToken }) {
  const { auth } = token;
  const tab = useSubPath() === 'routes' ? 'routes' : 'has';
  const personName = useSession((state) => state.person?.name ?? 'Nobody');
  const membership = useMembership(auth.orgId);
  const { roles, state: rolesState } = useRoles(auth.orgId);
  const [asked, setAsked] = useState<AskForm | null>(null);
  const [side, setSide] = useState<'server' | 'client'>('server');

  const groups = useMemo(
    () => permissionGroups(auth, membership, roles),
    [auth, membership, roles],
  );
  // Until somebody asks, what is most worth knowing is asked.
  const form = asked ?? firstForm(groups);
  const check = checkOf(form);
  const held = membershipOptions(membership);
  const server = explainHas(auth, check, { ...held, side: 'server' });
  const client = explainHas(auth, check, { ...held, side: 'client' });
  const explanation = side === 'server' ? server : client;
  const suggestions = suggest(groups, roles, token, membership);
  return (
    <>
      {tab === 'routes' ? (
        <RoutesHeader />
      ) : (
        <PageHeader
          sentence={answerSentence(explanation, personName)}
          note={
            side === 'server'
              ? 'On a server has() reads the token, which is up to 60 s old.'
              : 'In a client has() reads role and permissions from the membership clerk-js has fetched, all else from the last token.'
          }
        />
      )}
      <Tabs
        value={tab}
        onChange={(value) => navigate(value === 'routes' ? '#/access/routes' : '#/access')}
        keepMounted={false}
      >
        <Tabs.List mb={16} aria-label="Parts of access">
          <Tabs.Tab value="has">has()</Tabs.Tab>
          <Tabs.Tab value="routes">Backend routes</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="has">
          <div className={classes['page']}>
            <div className={classes['column']}>
              <AskPanel
                form={form}
                check={check}
                side={side}
                suggestions={suggestions}
                onForm={setAsked}
                onSide={setSide}
              />
              <TracePanel
                explanation={explanation}
                difference={differenceSentence(server, client, check)}
              />
              <FixesPanel explanation={explanation} />
            </div>
            <div className={classes['column']}>
              <GridPanel
                groups={groups}
                roles={rolesState}
                current={form.permission}
                onAsk={(permission) => setAsked({ ...emptyForm, permission })}
              />
            </div>
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="routes">
          <RoutesPanel />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function firstForm(groups: readonly PermissionGroup[]): AskForm {
  const permission = firstQuestion(groups);
  return permission === null ? { ...emptyForm, role: 'org:admin' } : { ...emptyForm, permission };
}

/** The membership clerk-js holds for the organization of the token. */
function useMembership(orgId: string | null): HeldMembership | null {
  const memberships = useSession((state) => state.memberships);
  return useMemo(() => {
    const found = memberships.find((membership) => membership.orgId === orgId);
    if (found?.permissions === undefined) return null;
    return { role: found.role, permissions: found.permissions };
  }, [memberships, orgId]);
}

const noRoles: readonly KnownRole[] = [];

function useRoles(orgId: string | null): { roles: readonly KnownRole[]; state: RolesState } {
  const { backendConnected } = useServices().bootstrap;
  const query = useApi('/v1/org/roles', RoleList, { enabled: backendConnected && orgId !== null });
  const roles = query.data?.data ?? noRoles;
  return { roles, state: stateOf() };

  function stateOf(): RolesState {
    if (orgId === null) return { kind: 'no-organization' };
    if (!backendConnected) return { kind: 'no-backend' };
    if (query.data !== undefined) return { kind: 'known', count: roles.length };
    if (!query.isError) return { kind: 'reading' };
    return {
      kind: 'failed',
      error: asAppError(query.error),
      retry: () => void query.refetch(),
    };
  }
}

function suggest(
  groups: readonly PermissionGroup[],
  roles: readonly KnownRole[],
  { auth }: LiveToken,
  membership: HeldMembership | null,
): Suggestions {
  const scoped = (slugs: typeof auth.features): readonly string[] => [
    ...slugs.org.map((slug) => `o:${slug}`),
    ...slugs.user.map((slug) => `u:${slug}`),
  ];
  const held = [auth.orgRole, membership?.role].filter(
    (role): role is string => typeof role === 'string',
  );
  return {
    permissions: groups.flatMap(({ rows }) => rows.map(({ key }) => key)),
    roles: [...new Set([...roles.map(({ key }) => key), ...held])],
    features: scoped(auth.features),
    plans: scoped(auth.plans),
  };
}
