import { Button, Menu, NativeSelect, SegmentedControl } from '@mantine/core';
import { useSession } from '../../../app/services.tsx';
import { formatCount, shortenId } from '../../../ui/format.logic.ts';
import { Problem } from '../common/Problem.tsx';
import { useOperator } from '../common/useOperator.ts';
import { usePersonName } from '../common/usePersonName.ts';
import { actionNames, actionsOf } from './audit.logic.ts';
import { useAuditExport, type AuditQuestion } from './useAuditExport.ts';
import common from '../common/common.module.css';

/** Which part of the log is shown, and the way to keep all of it as a file. */
export function AuditToolbar(props: {
  question: AuditQuestion;
  /** People among the entries read so far. */
  actors: readonly string[];
  onAsk: (question: AuditQuestion) => void;
}) {
  const { question, actors, onAsk } = props;
  const operator = useOperator();
  const nameOf = usePersonName();
  const file = useAuditExport(question);
  const slug = useSession((state) => state.organization?.slug ?? state.organization?.orgId);
  const fileName = `audit-${question.scope === 'instance' ? 'instance' : (slug ?? 'personal')}`;
  const known = actors.includes(question.actor) || question.actor === '' ? [] : [question.actor];
  return (
    <>
      <div className={common['toolbar']}>
        {operator === true && (
          <SegmentedControl
            size="xs"
            aria-label="Which log"
            value={question.scope}
            onChange={(scope) => onAsk({ scope, action: '', actor: '' })}
            data={[
              { value: 'organization', label: 'This organization' },
              { value: 'instance', label: 'The instance' },
            ]}
          />
        )}
        <NativeSelect
          size="xs"
          aria-label="Action"
          value={question.action}
          onChange={(change) => onAsk({ ...question, action: change.currentTarget.value })}
          data={[
            { value: '', label: 'Every action' },
            ...actionsOf(question.scope).map((action) => ({
              value: action,
              label: actionNames[action] ?? action,
            })),
          ]}
        />
        <NativeSelect
          size="xs"
          aria-label="Person, among the entries read"
          value={question.actor}
          onChange={(change) => onAsk({ ...question, actor: change.currentTarget.value })}
          data={[
            { value: '', label: 'Everybody' },
            ...[...known, ...actors].map((id) => ({
              value: id,
              label: nameOf(id) ?? shortenId(id),
            })),
          ]}
        />
        {file.read === null ? (
          <Menu position="bottom-start" width={220}>
            <Menu.Target>
              <Button variant="default">Export…</Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void file.start('csv', fileName)}>
                CSV, for a spreadsheet
              </Menu.Item>
              <Menu.Item onClick={() => void file.start('json', fileName)}>
                JSON, for programs
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : (
          <>
            <output>{formatCount(file.read)} entries read…</output>
            <Button variant="default" onClick={file.cancel}>
              Cancel
            </Button>
          </>
        )}
        <output className="dim">{file.saved}</output>
      </div>
      <Problem error={file.error} />
    </>
  );
}
