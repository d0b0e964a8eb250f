import type { UseFormReturnType } from '@mantine/form';
import { settingText, type SettingsDraft } from './settings.logic.ts';

/** What every section of the form is given. */
export interface FieldsProps {
  readonly form: UseFormReturnType<SettingsDraft>;
  readonly canWrite: boolean;
}

/** Read-only rather than disabled: who may not save should still be able to read and copy. */
export const lockedUnless = (canWrite: boolean) =>
  canWrite ? {} : { readOnly: true, variant: 'filled' as const };

/** A switch that cannot be moved shows its state too faintly: say it. */
export const stateOf = (canWrite: boolean, value: boolean): string =>
  canWrite ? '' : ` · ${settingText(value)}`;
