import type { JsonObject } from '../json.ts';
import { tokenCategories } from './tokenKind.ts';
import { quote, warn, type TokenWarning } from './warnings.ts';

/** What Clerk's verifier accepts (clerk/javascript packages/backend/src/jwt/algorithms.ts). */
const algorithms: readonly unknown[] = ['RS256', 'RS384', 'RS512'];

const categories: readonly unknown[] = Object.values(tokenCategories);

const addresses = ['jku', 'x5u', 'jwk', 'x5c'] as const;

/** What is odd about a header, and about a template token that looks like a session. */
export function headerWarnings(header: JsonObject, claims: JsonObject): TokenWarning[] {
  const warnings: TokenWarning[] = [];
  const { alg, cat } = header;
  if (typeof alg === 'string' && alg.toLowerCase() === 'none')
    warnings.push(
      warn(
        'algorithm-none',
        'The token says it is not signed at all: anybody can write such a token.',
        '/alg',
        'header',
      ),
    );
  else if (!algorithms.includes(alg))
    warnings.push(
      warn(
        'algorithm-unsupported',
        typeof alg === 'string'
          ? `The algorithm is ${quote(alg)}; Clerk's verifier accepts RS256, RS384 and RS512 only.`
          : "The header names no algorithm, and Clerk's verifier refuses that.",
        '/alg',
        'header',
      ),
    );
  if (header['crit'] !== undefined)
    warnings.push(
      warn(
        'critical-header',
        'The header names critical extensions, which Clerk does not issue and its verifier skips.',
        '/crit',
        'header',
      ),
    );
  for (const name of addresses)
    if (header[name] !== undefined)
      warnings.push(
        warn(
          'key-address-in-header',
          `The header brings its own key (${name}); nobody may follow it.`,
          `/${name}`,
          'header',
        ),
      );
  if (cat !== undefined && !categories.includes(cat))
    warnings.push(
      warn(
        'unknown-category',
        "The category is none that Clerk's SDK knows; as a session token it is refused.",
        '/cat',
        'header',
      ),
    );
  if (cat === tokenCategories.template && claims['sid'] !== undefined)
    warnings.push(
      warn(
        'template-as-session',
        'A template token carries a session id, which only session tokens have.',
        '/sid',
      ),
    );
  return warnings;
}
