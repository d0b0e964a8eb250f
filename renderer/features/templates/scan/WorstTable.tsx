import { formatCount } from '../../../ui/format.logic.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { ShortId } from '../../../ui/ShortId.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import { toneOf } from './scan.logic.ts';
import type { ScanSummary } from './summary.logic.ts';
import classes from './scan.module.css';

/** The largest, with the claims that cost them most. */
export function WorstTable(props: { result: ScanSummary }) {
  const { worst, limits, places } = props.result;
  return (
    <Panel title="Largest tokens" aside={<span className="dim">bytes per claim</span>} flush>
      <table className={tableClass} aria-label="Largest tokens">
        <thead>
          <tr>
            <th scope="col">User</th>
            <th scope="col">Organization</th>
            <th scope="col" data-align="end">
              Bytes
            </th>
            <th scope="col">Most of it, in bytes</th>
          </tr>
        </thead>
        <tbody>
          {worst.map((place) => {
            const over = limits.findLast(({ bytes }) => place.bytes > bytes);
            return (
              <tr key={`${place.userId} ${place.organizationId ?? ''}`}>
                <th scope="row">
                  {place.user}
                  <span className={classes['second']}>
                    {place.email ?? <ShortId id={place.userId} />}
                  </span>
                </th>
                <td>{place.organization ?? <span className="dim">personal account</span>}</td>
                <td data-align="end">
                  <span data-tone={toneOf(place.bytes, limits)}>
                    {formatCount(place.bytes)}
                    {over !== undefined && <span className="sr-only"> over {over.name}</span>}
                  </span>
                </td>
                <td>
                  <Costs place={place} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {places > worst.length && (
        <p className={classes['nothing']}>
          Every one of the {formatCount(places)} tokens is in the CSV file, with the bytes of each
          claim.
        </p>
      )}
    </Panel>
  );
}

function Costs({ place }: { place: ScanSummary['worst'][number] }) {
  return (
    <span className={classes['costs']}>
      {place.claims.map(({ claim, bytes }) => (
        <span key={claim}>
          <code className={classes['name']}>{claim}</code> {formatCount(bytes)}
        </span>
      ))}
      {place.otherBytes > 0 && <span className="dim">others {formatCount(place.otherBytes)}</span>}
    </span>
  );
}
