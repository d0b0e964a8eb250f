import IconChevronDown from '@tabler/icons-react/icons/IconChevronDown';
import { formatDuration } from '../../../ui/format.logic.ts';
import { secondsOf, type PropertyForm } from './properties.logic.ts';
import classes from './properties.module.css';

/** The properties in a few words; a click opens them. */
export function PropertyFacts(props: {
  form: PropertyForm;
  isOpen: boolean;
  hasError: boolean;
  onToggle: () => void;
}) {
  const { form, isOpen } = props;
  const { lifetimeSec, clockSkewSec } = secondsOf(form);
  return (
    <button
      type="button"
      className={classes['facts']}
      aria-expanded={isOpen}
      data-error={props.hasError}
      title="Name, lifetime, clock skew and signing key"
      onClick={props.onToggle}
    >
      <span>
        {formatDuration(lifetimeSec)} · skew {clockSkewSec} s · {form.algorithm}
        {form.customKey && ', own key'}
      </span>
      <span className="sr-only">{props.hasError && '(not valid)'} Properties</span>
      <IconChevronDown size={14} stroke={1.8} aria-hidden />
    </button>
  );
}
