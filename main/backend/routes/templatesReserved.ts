import { reservedVerdict } from '../../../shared/domain/template/reserved.ts';
import type { TemplateKind } from '../../../shared/domain/template/types.ts';
import { AppException, appError } from '../../../shared/errors/appError.ts';

/**
 * Runs a write of claims. When Clerk refuses them because it keeps a name for itself, the error says which: Clerk's
 * answer names the field alone, and its own words are not passed on. Clerk decides, the list here only explains.
 */
export async function namingReserved<T>(
  kind: TemplateKind,
  claims: Readonly<Record<string, unknown>>,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    if (!(cause instanceof AppException)) throw cause;
    const { code, details } = cause.error;
    if (code !== 'clerk.invalid' || details?.['upstream'] !== 'jwt_template_reserved_claim') {
      throw cause;
    }
    const name = Object.keys(claims).find(
      (claim) => reservedVerdict(kind, claim)?.severity === 'error',
    );
    if (name === undefined) throw cause;
    throw new AppException(
      appError(code, `Clerk keeps the claim “${name}” for itself.`, {
        details: { ...details, claim: name },
        remedy: 'Give it another name, or take it out.',
      }),
      { cause },
    );
  }
}
