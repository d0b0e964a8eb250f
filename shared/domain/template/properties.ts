/** Bounds of a template's properties, from Clerk's Backend API specification (2026-05-12). */
const templateBounds = {
  lifetimeSec: { min: 30, max: 315_360_000, default: 60 },
  allowedClockSkewSec: { min: 0, max: 300, default: 5 },
  nameLength: 64,
} as const;

export interface TemplateProperties {
  readonly name: string;
  readonly lifetime: number | null;
  readonly allowedClockSkew: number | null;
  readonly customSigningKey: boolean;
  readonly signingAlgorithm: string | null;
  /** Whether a key was typed; the key itself is not needed to judge. */
  readonly hasSigningKey: boolean;
}

export interface PropertyFinding {
  readonly property: keyof TemplateProperties;
  readonly severity: 'error' | 'warning' | 'note';
  readonly message: string;
}

function outside(value: number | null, { min, max }: { min: number; max: number }): boolean {
  return value !== null && (!Number.isInteger(value) || value < min || value > max);
}

/** What Clerk would refuse, or what surprises, in a template's properties. */
export function lintProperties(properties: TemplateProperties): PropertyFinding[] {
  const found: PropertyFinding[] = [];
  const add = (
    property: keyof TemplateProperties,
    severity: PropertyFinding['severity'],
    message: string,
  ): void => {
    found.push({ property, severity, message });
  };
  const { name, lifetime, allowedClockSkew, customSigningKey, signingAlgorithm } = properties;
  const { lifetimeSec, allowedClockSkewSec, nameLength } = templateBounds;
  if (name === '') add('name', 'error', 'A template needs a name.');
  else if (!/^[A-Za-z0-9_-]+$/.test(name) || name.length > nameLength) {
    add(
      'name',
      'warning',
      `Use up to ${nameLength} letters, digits, _ and -: the name is part of a URL when a token is minted. Clerk's own rule is not documented.`,
    );
  }
  if (outside(lifetime, lifetimeSec)) {
    add('lifetime', 'error', 'The lifetime is a whole number of seconds from 30 to 315,360,000.');
  } else if (lifetime !== null && lifetime > 3600) {
    add(
      'lifetime',
      'warning',
      'A token that lives this long outlives sign-out and revocation: nothing ends it before it expires.',
    );
  }
  if (outside(allowedClockSkew, allowedClockSkewSec)) {
    add('allowedClockSkew', 'error', 'The clock skew is a whole number of seconds from 0 to 300.');
  }
  if (!customSigningKey) return found;
  if (signingAlgorithm === null || signingAlgorithm === '') {
    add('signingAlgorithm', 'error', 'A custom signing key needs its algorithm.');
  } else if (signingAlgorithm.startsWith('HS')) {
    add(
      'signingAlgorithm',
      'note',
      "The secret is shared with the third party; the instance's JWKS and Clerk's own verifier cannot check this token.",
    );
  } else if (!signingAlgorithm.startsWith('RS')) {
    add('signingAlgorithm', 'warning', 'The documentation shows RS256 and HS256 only.');
  }
  if (!properties.hasSigningKey) {
    add(
      'hasSigningKey',
      'warning',
      'Whether Clerk keeps the old key when none is sent is not documented; enter it again.',
    );
  }
  return found;
}
