import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { isErrno } from '../services/files.ts';
import { plainResponse, staticHeaders } from './page.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/**
 * The segments of a requested path, decoded once; undefined when it could leave the folder, names a hidden
 * file or is not encoded properly. A slash or a backslash hidden in an escape is refused, not read as one.
 */
function safeSegments(pathname: string): readonly string[] | undefined {
  const segments: string[] = [];
  for (const raw of pathname.split('/').slice(1)) {
    let segment: string;
    try {
      segment = decodeURIComponent(raw);
    } catch {
      return undefined;
    }
    if (segment === '' || segment.startsWith('.') || /[/\\:\0]/.test(segment)) return undefined;
    segments.push(segment);
  }
  return segments;
}

/** Vite puts the hash of its content in the name of everything under `assets`. */
const isHashed = (segments: readonly string[]): boolean =>
  segments[0] === 'assets' && /-[\w-]{8,}\.\w+$/.test(segments.at(-1) ?? '');

/** Files of one folder, by path. The page itself is not served here. */
export function createStaticFiles(root: string): (pathname: string) => Promise<Response> {
  return async (pathname) => {
    const segments = safeSegments(pathname);
    if (segments === undefined) return plainResponse(404, 'Not found.');
    const content = await readInside(root, segments);
    if (content === undefined) return plainResponse(404, 'Not found.');
    return new Response(content, {
      headers: {
        ...staticHeaders,
        'content-type':
          contentTypes[extname(segments.at(-1) ?? '').toLowerCase()] ?? 'application/octet-stream',
        'cache-control': isHashed(segments) ? 'public, max-age=31536000, immutable' : 'no-cache',
      },
    });
  };
}

/** Content of a file that lies inside the folder, links resolved; undefined otherwise. */
async function readInside(
  root: string,
  segments: readonly string[],
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const folder = await realpath(root);
    const file = await realpath(join(folder, ...segments));
    if (!file.startsWith(folder + sep)) return undefined;
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    if (isErrno(cause, 'ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'ELOOP')) return undefined;
    throw cause;
  }
}
