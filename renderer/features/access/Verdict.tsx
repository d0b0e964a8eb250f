import IconCheck from '@tabler/icons-react/icons/IconCheck';
import IconMinus from '@tabler/icons-react/icons/IconMinus';
import IconX from '@tabler/icons-react/icons/IconX';
import classes from './access.module.css';

const icons = { pass: IconCheck, fail: IconX, skip: IconMinus } as const;

/** A verdict by icon, word and colour. */
export function Verdict(props: { verdict: 'pass' | 'fail' | 'skip'; word?: string }) {
  const Icon = icons[props.verdict];
  return (
    <span className={classes['verdict']} data-verdict={props.verdict}>
      <Icon size={14} stroke={2} aria-hidden /> {props.word ?? props.verdict}
    </span>
  );
}

/** Yes or no, for the grid. */
export const YesNo = (props: { yes: boolean }) => (
  <Verdict verdict={props.yes ? 'pass' : 'fail'} word={props.yes ? 'yes' : 'no'} />
);
