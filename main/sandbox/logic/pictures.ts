import type { Asked, Core } from '../core.ts';
import { ClerkApiError, formInvalid, formMissing } from '../errors.ts';

/** Clerk's limit of an upload (clerk/openapi-specs `bapi/2026-05-12.yml`). */
const mostBytes = 10 * 1024 * 1024;

/** The types Clerk takes, by how their files begin: what a browser calls them is not asked. */
const kinds: readonly (readonly [type: string, begins: RegExp])[] = [
  ['image/png', /^\x89PNG\r\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[\s\S]{4}WEBP/],
];

/** Keeps an uploaded picture. @returns when, for the record of whom it shows. @throws ClerkApiError 413 or 422 */
export function keepPicture(
  core: Core,
  { nowMs }: Asked,
  ownerId: string,
  bytes: Buffer | null,
): number {
  if (bytes === null) throw formMissing('file');
  if (bytes.byteLength > mostBytes) {
    throw new ClerkApiError(413, 'request_body_too_large', 'Request body too large', {
      long: 'A picture may have 10 MB.',
      param: 'file',
    });
  }
  const begin = bytes.toString('latin1', 0, 16);
  const type = kinds.find(([, begins]) => begins.test(begin))?.[0];
  if (type === undefined) throw formInvalid('file', 'file must be a JPEG, PNG, GIF or WebP image.');
  core.state.tables.picture.put({
    id: ownerId,
    type,
    data: bytes.toString('base64'),
    created_at: nowMs,
    updated_at: nowMs,
  });
  return nowMs;
}

export function dropPicture(core: Core, ownerId: string): void {
  if (core.state.tables.picture.get(ownerId) !== undefined) {
    core.state.tables.picture.delete(ownerId);
  }
}
