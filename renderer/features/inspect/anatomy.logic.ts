import { measureToken } from '../../../shared/domain/token/size.ts';
import { anatomyOf, type TokenAnatomy } from '../../ui/token/anatomy.logic.ts';
import type { TokenReport } from './report.logic.ts';

/** What the shared panels show of a report. An abridged one keeps the numbers that were counted on the whole. */
export function anatomyOfReport(report: TokenReport): TokenAnatomy {
  const { decoded, tokenKind: kind, auth, costs, size, abridged } = report;
  if (abridged === null) return anatomyOf({ decoded, kind, auth });
  return {
    decoded,
    kind,
    auth,
    costs,
    measure: (options) => ({
      ...measureToken(decoded, kind, options),
      customClaimsBytes: size.customClaimsBytes,
      budget: size.budget,
    }),
  };
}
