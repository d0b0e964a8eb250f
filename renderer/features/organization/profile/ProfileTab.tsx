import { OrgProfile } from '../../../../shared/contract/http.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import { useApi } from '../../../app/services.tsx';
import { formatCount } from '../../../ui/format.logic.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { ShortId } from '../../../ui/ShortId.tsx';
import { Locked } from '../common/Locked.tsx';
import { useAccessRule } from '../common/useAccessRule.ts';
import { MetadataPanel } from './MetadataPanel.tsx';
import { NamePanel } from './NamePanel.tsx';
import common from '../common/common.module.css';
import classes from './profile.module.css';

/** The organization's own record in Clerk: name, slug and public metadata. */
export function ProfileTab() {
  const access = useAccessRule('PATCH', '/v1/org');
  return (
    <>
      <p className={common['intro']}>
        The organization as Clerk keeps it. What is saved here changes it in Clerk, for every app of
        the instance.
      </p>
      {!access.mayPass && <Locked>Changing it needs {access.rule}.</Locked>}
      <QueryView query={useApi('/v1/org', OrgProfile)} lines={10}>
        {({ organization, etag }) => (
          <div className={classes['profile']}>
            <div className={classes['column']}>
              <NamePanel organization={organization} etag={etag} canWrite={access.mayPass} />
              <Facts organization={organization} />
            </div>
            <MetadataPanel organization={organization} etag={etag} canWrite={access.mayPass} />
          </div>
        )}
      </QueryView>
    </>
  );
}

function Facts(props: { organization: Readonly<Record<string, unknown>> }) {
  const { organization } = props;
  const count = (name: string): string | null => {
    const value = organization[name];
    return typeof value === 'number' ? formatCount(value) : null;
  };
  const moment = (name: string) => {
    const value = organization[name];
    return typeof value === 'number' ? <RelativeTime atMs={value} /> : null;
  };
  const most = organization['max_allowed_memberships'];
  const id = organization['id'];
  const roleSet = organization['role_set_key'];
  const facts = [
    ['Id', typeof id === 'string' ? <ShortId id={id} label="organization id" keep={18} /> : null],
    ['Members', count('members_count')],
    ['Open invitations', count('pending_invitations_count')],
    ['Most members', most === 0 ? 'no limit' : count('max_allowed_memberships')],
    ['Role set', typeof roleSet === 'string' ? <code>{roleSet}</code> : null],
    ['Created', moment('created_at')],
    ['Changed', moment('updated_at')],
  ] as const;
  return (
    <Panel title="Also known">
      <dl className={classes['facts']}>
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Panel>
  );
}
