import { Tooltip } from '@mantine/core';
import type { AuditEntry } from '../../../../shared/contract/http.ts';
import { useSession } from '../../../app/services.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { ShortId } from '../../../ui/ShortId.tsx';
import { differences } from '../common/difference.logic.ts';
import { DifferenceList } from '../common/DifferenceList.tsx';
import { Person } from '../common/Person.tsx';
import { actionNames, targetName } from './audit.logic.ts';
import classes from './audit.module.css';

export function AuditRow({ entry }: { entry: AuditEntry }) {
  return (
    <tr>
      <td className={classes['when']}>
        <RelativeTime atMs={entry.atMs} />
      </td>
      <td>
        <Person userId={entry.actorId} />
        {entry.impersonatorId !== null && (
          <div className="dim">
            in truth <Person userId={entry.impersonatorId} />
          </div>
        )}
      </td>
      <td>
        <Tooltip label={<code>{entry.action}</code>}>
          <span>{actionNames[entry.action] ?? <code>{entry.action}</code>}</span>
        </Tooltip>
        <div className="dim">
          <Target entry={entry} />
        </div>
      </td>
      <td>
        <DifferenceList rows={differences(entry.before, entry.after)} />
      </td>
      <td>
        <ShortId id={entry.requestId} label="request id" keep={11} />
      </td>
    </tr>
  );
}

/** What was changed, by the name people know it by. */
function Target({ entry }: { entry: AuditEntry }) {
  const organization = useSession((state) => state.organization);
  const { target, action } = entry;
  // There is one settings document, so its own name says nothing more.
  if (action.startsWith('settings.')) return null;
  if (target === organization?.orgId) return <>{organization.name}</>;
  if (action.startsWith('member.') || target.startsWith('user_')) {
    return <Person userId={target} />;
  }
  const name = targetName(entry);
  return name === null ? <ShortId id={target} label="target" /> : <>{name}</>;
}
