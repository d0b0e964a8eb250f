import { Autocomplete, Button, NativeSelect, NumberInput, SegmentedControl } from '@mantine/core';
import type { HasCheck } from '../../../shared/domain/access/has.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { codeOf, emptyForm, type AskForm } from './ask.logic.ts';
import classes from './access.module.css';

/** What can be suggested in the fields. */
export interface Suggestions {
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly features: readonly string[];
  readonly plans: readonly string[];
}

const windows = [
  { value: '', label: 'Not asked' },
  { value: 'strict_mfa', label: 'strict_mfa: both factors, 10 minutes' },
  { value: 'strict', label: 'strict: second factor, 10 minutes' },
  { value: 'moderate', label: 'moderate: second factor, 1 hour' },
  { value: 'lax', label: 'lax: second factor, 1 day' },
  { value: 'custom', label: 'A window of one’s own' },
];
/** The list opens inside its form, among the page's landmarks. */
const inPlace = { withinPortal: false };
const levels = ['first_factor', 'second_factor', 'multi_factor'];

/** Asks any `has()`; the answer follows as it is typed. */
export function AskPanel(props: {
  form: AskForm;
  check: HasCheck;
  side: 'server' | 'client';
  suggestions: Suggestions;
  onForm: (form: AskForm) => void;
  onSide: (side: 'server' | 'client') => void;
}) {
  const { form, check, side, suggestions } = props;
  const set = (change: Partial<AskForm>): void => props.onForm({ ...form, ...change });
  const code = codeOf(check, side);
  return (
    <Panel
      title="Ask"
      aside={
        <SegmentedControl
          size="xs"
          aria-label="Where the check runs"
          value={side}
          data={[
            { value: 'server', label: 'Server' },
            { value: 'client', label: 'Client' },
          ]}
          onChange={(value) => props.onSide(value === 'client' ? 'client' : 'server')}
        />
      }
    >
      <form
        className={classes['form']}
        aria-label="Ask has()"
        onSubmit={(event) => event.preventDefault()}
      >
        <div className={classes['fields']}>
          <Autocomplete
            size="xs"
            label="Permission"
            placeholder="org:feature:action"
            data={[...suggestions.permissions]}
            limit={20}
            comboboxProps={inPlace}
            value={form.permission}
            onChange={(permission) => set({ permission })}
          />
          <Autocomplete
            size="xs"
            label="Role"
            placeholder="org:admin"
            data={[...suggestions.roles]}
            limit={20}
            comboboxProps={inPlace}
            value={form.role}
            onChange={(role) => set({ role })}
          />
          <Autocomplete
            size="xs"
            label="Feature"
            placeholder="slug, o:slug or u:slug"
            data={[...suggestions.features]}
            limit={20}
            comboboxProps={inPlace}
            value={form.feature}
            onChange={(feature) => set({ feature })}
          />
          <Autocomplete
            size="xs"
            label="Plan"
            placeholder="slug, o:slug or u:slug"
            data={[...suggestions.plans]}
            limit={20}
            comboboxProps={inPlace}
            value={form.plan}
            onChange={(plan) => set({ plan })}
          />
        </div>
        <div className={form.reverification === 'custom' ? classes['window'] : undefined}>
          <NativeSelect
            size="xs"
            label="Reverification"
            data={windows}
            value={form.reverification}
            onChange={(event) =>
              set({ reverification: event.currentTarget.value as AskForm['reverification'] })
            }
          />
          {form.reverification === 'custom' && (
            <>
              <NativeSelect
                size="xs"
                label="Level"
                data={levels}
                value={form.level}
                onChange={(event) => set({ level: event.currentTarget.value as AskForm['level'] })}
              />
              <NumberInput
                size="xs"
                label="After, minutes"
                min={1}
                max={99_998}
                value={form.afterMinutes}
                onChange={(value) => set({ afterMinutes: Number(value) || 0 })}
              />
            </>
          )}
        </div>
        <div className={classes['code']}>
          <code>{code}</code>
          <span>
            <CopyButton value={code} label="Copy the check" />
            <Button variant="subtle" onClick={() => props.onForm(emptyForm)}>
              Clear
            </Button>
          </span>
        </div>
      </form>
    </Panel>
  );
}
