/**
 * The part of a `multipart/form-data` body with a name; null when there is none, or no such body.
 * Small and strict: what no client of Clerk sends (nested parts, encoded parts) is not read.
 */
export function partOf(
  body: unknown,
  contentType: string | undefined,
  name: string,
): Buffer | null {
  const boundary = /^multipart\/form-data;.*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(
    contentType ?? '',
  );
  if (boundary === null || !Buffer.isBuffer(body)) return null;
  const mark = Buffer.from(`--${boundary[1] ?? boundary[2] ?? ''}`);
  const lineEnd = Buffer.from('\r\n');
  let at = body.indexOf(mark);
  while (at >= 0) {
    const start = at + mark.length + lineEnd.length;
    const next = body.indexOf(mark, start);
    if (next < 0) return null;
    const headEnd = body.indexOf('\r\n\r\n', start);
    if (headEnd >= 0 && headEnd < next) {
      const head = body.toString('utf8', start, headEnd);
      const named = /content-disposition:\s*form-data;[^\r\n]*\bname="([^"]*)"/i.exec(head)?.[1];
      if (named === name) return body.subarray(headEnd + 4, next - lineEnd.length);
    }
    at = next;
  }
  return null;
}
