import { Tooltip } from '@mantine/core';
import type { ClaimMeaning, FactSource } from '../../../shared/domain/token/meaning.ts';
import classes from './token.module.css';

/** What is said about a fact that Clerk's documentation does not state. Documented ones need no word. */
const sources: Readonly<Record<Exclude<FactSource, 'documented'>, readonly [string, string]>> = {
  source: ['from source', 'Read in Clerk’s open source; the documentation does not say it.'],
  observed: ['observed', 'Seen in real tokens; the documentation does not say it.'],
  inferred: ['inferred', 'Our conclusion; neither documented nor observed.'],
};

/** One sentence about a claim, and how well it is founded. */
export function Meaning(props: { meaning: ClaimMeaning | null }) {
  const { meaning } = props;
  if (meaning === null) return null;
  const { text, source } = meaning;
  return (
    <p className={classes['meaning']}>
      {text}
      {source !== 'documented' && (
        <>
          {' '}
          <Tooltip label={sources[source][1]}>
            <i>({sources[source][0]})</i>
          </Tooltip>
        </>
      )}
    </p>
  );
}
