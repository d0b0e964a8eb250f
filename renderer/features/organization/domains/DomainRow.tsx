import { Button, NativeSelect } from '@mantine/core';
import { OrgDomain } from '../../../../shared/contract/http.ts';
import { useServices } from '../../../app/services.tsx';
import { formatCount } from '../../../ui/format.logic.ts';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { Tag } from '../../../ui/Tag.tsx';
import { dangerQuiet } from '../common/danger.ts';
import { Problem } from '../common/Problem.tsx';
import { useWork } from '../common/useWork.ts';
import { enrollmentModes } from './domains.logic.ts';
import common from '../common/common.module.css';

export function DomainRow(props: {
  domain: OrgDomain;
  onOpen: (kind: 'delete' | 'verify') => void;
}) {
  const { domain } = props;
  const { api } = useServices();
  const { busy, error, run } = useWork();
  const known = enrollmentModes.some(({ value }) => value === domain.enrollmentMode);
  const change = (enrollmentMode: string): void =>
    void run(() =>
      api(`/v1/org/domains/${encodeURIComponent(domain.id)}`, {
        method: 'PATCH',
        body: { enrollmentMode },
        etag: domain.etag,
        schema: OrgDomain,
      }),
    );
  return (
    <tr>
      <td>
        <b>{domain.name}</b>
        <div>
          {domain.verified ? <Tag tone="good">verified</Tag> : <Tag tone="warn">not verified</Tag>}
        </div>
        {domain.affiliationEmailAddress !== null && !domain.verified && (
          <div className="dim">mail to {domain.affiliationEmailAddress}</div>
        )}
      </td>
      <td>
        <NativeSelect
          size="xs"
          aria-label={`How people of ${domain.name} come in`}
          disabled={busy}
          value={domain.enrollmentMode}
          onChange={(event) => change(event.currentTarget.value)}
          data={[
            ...(known ? [] : [domain.enrollmentMode]),
            ...enrollmentModes.map(({ value, label }) => ({ value, label })),
          ]}
        />
        <Problem error={error} />
      </td>
      <td data-align="end">
        {waiting(domain.pendingInvitations, 'invitation')}
        {waiting(domain.pendingSuggestions, 'suggestion')}
        {domain.pendingInvitations + domain.pendingSuggestions === 0 && (
          <span className="dim">nobody</span>
        )}
      </td>
      <td data-align="end">
        <RelativeTime atMs={domain.createdAtMs} />
      </td>
      <td data-align="end">
        <span className={common['rowButtons']}>
          {!domain.verified && (
            <Button
              size="compact-xs"
              variant="default"
              disabled={busy}
              aria-label={`Verify ${domain.name}`}
              onClick={() => props.onOpen('verify')}
            >
              Verify…
            </Button>
          )}
          <Button
            size="compact-xs"
            {...dangerQuiet}
            disabled={busy}
            aria-label={`Delete ${domain.name}`}
            onClick={() => props.onOpen('delete')}
          >
            Delete…
          </Button>
        </span>
      </td>
    </tr>
  );
}

const waiting = (count: number, word: string) =>
  count > 0 && <div>{`${formatCount(count)} ${word}${count === 1 ? '' : 's'}`}</div>;
