import { useState } from 'react';
import type { ClaimCost } from '../../../shared/domain/token/size.ts';
import { formatCount } from '../format.logic.ts';
import { dearestFirst } from './size.logic.ts';
import classes from './token.module.css';

const shownAtFirst = 8;

/** Cost per claim as sorted bars, which are a table: name, bar, characters. */
export function CostTable(props: { costs: readonly ClaimCost[] }) {
  const [all, setAll] = useState(false);
  const sorted = dearestFirst(props.costs);
  const most = sorted[0]?.costChars ?? 1;
  const total = sorted.reduce((sum, { costChars }) => sum + costChars, 0) || 1;
  const shown = all ? sorted : sorted.slice(0, shownAtFirst);
  return (
    <>
      <table className={classes['costs']}>
        <caption>Cost per claim: characters the token loses without it</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Claim</th>
            <th scope="col">Share</th>
            <th scope="col">Characters</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ name, costChars, isDefault }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
                <span className="sr-only">{isDefault ? ' default claim' : ' custom claim'}</span>
              </th>
              <td>
                <span className="sr-only">{Math.round((costChars / total) * 100)} %</span>
                <span
                  aria-hidden
                  className={classes['costBar']}
                  style={{
                    width: `${(costChars / most) * 100}%`,
                    background: `var(--cd-token-${isDefault ? 'default' : 'custom'})`,
                  }}
                />
              </td>
              <td>{formatCount(costChars)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > shownAtFirst && (
        <button
          type="button"
          className={classes['fold']}
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? 'Show the dearest' : `Show all ${sorted.length} claims`}
        </button>
      )}
    </>
  );
}
