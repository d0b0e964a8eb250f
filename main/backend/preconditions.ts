import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppException, appError } from '../../shared/errors/appError.ts';
import { ProblemException } from './problem.ts';
import type { SettingsCondition, Tenant } from './store/store.ts';

/** The entity tag of a version, as writes name it. */
export const etagOf = (version: number): string => `"${version}"`;

/**
 * The entity tag of a version as one caller sees it. Everybody reads at the same address, and a browser asks with a
 * tag it got there under whatever token: a bare version would let it show one organization the answer of another.
 */
export const viewTagOf = (version: number, mark: string): string => `"${version}-${mark}"`;

/** What stands for an organization, and for what its document says to this caller, in a tag. */
export const viewMark = (tenant: Tenant, said: unknown): string =>
  `${digest(tenant)}${digest(JSON.stringify(said))}`;

/** 12 characters of base64url. */
const digest = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 12);

/**
 * What a write demands of the stored version (RFC 9110, section 13). `If-None-Match: *` creates, `If-Match` names
 * the versions that may be replaced. Neither: 428, since a blind write would undo what somebody else just saved.
 */
export function readCondition(request: FastifyRequest, tenant: Tenant): SettingsCondition {
  const ifMatch = request.headers['if-match'];
  const ifNoneMatch = request.headers['if-none-match'];
  if (ifMatch !== undefined && ifNoneMatch !== undefined) {
    throw badCondition('If-Match and If-None-Match were both sent.');
  }
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() === '*') return 'absent';
    throw badCondition('A write understands If-None-Match only as "*".');
  }
  if (ifMatch === undefined || ifMatch.trim() === '*') throw unconditional();
  const tags = readTags(ifMatch);
  if (tags === null) throw badCondition('If-Match is not a list of entity tags.');
  // A tag that is weak, of another organization, or no version of ours matches nothing.
  return tags.flatMap((tag) => {
    const [, version, mark] = /^"(\d{1,15})(?:-([\w-]{24}))?"$/.exec(tag) ?? [];
    if (version === undefined) return [];
    return mark === undefined || mark.startsWith(digest(tenant)) ? [Number(version)] : [];
  });
}

/**
 * Refuses a write on something of Clerk's that is not what the caller read: 428 without `If-Match`, 412 with
 * another tag. Best effort: Clerk compares nothing, so the moment between this look and the write stays open.
 */
export function assertStill(request: FastifyRequest, reply: FastifyReply, etag: string): void {
  const ifMatch = request.headers['if-match'];
  if (ifMatch === undefined || ifMatch.trim() === '*') {
    throw unconditional('Send If-Match with the etag you read.');
  }
  const tags = readTags(ifMatch);
  if (tags === null) throw badCondition('If-Match is not a list of entity tags.');
  if (tags.includes(etag)) return;
  void reply.header('etag', etag);
  throw new AppException(
    appError('resource.conflict', 'Somebody changed this in Clerk since it was loaded.'),
  );
}

const unconditional = (remedy?: string): AppException =>
  new AppException(
    appError(
      'resource.precondition_required',
      'A write has to name the version it was made from.',
      remedy === undefined ? {} : { remedy },
    ),
  );

/** True when the caller already has what this tag stands for (RFC 9110: `If-None-Match` compares weakly). */
export function alreadyHas(request: FastifyRequest, version: number, etag: string): boolean {
  const header = request.headers['if-none-match'];
  if (header === undefined) return false;
  if (header.trim() === '*') return version > 0;
  return (readTags(header) ?? []).some((tag) => tag.replace(/^W\//, '') === etag);
}

/** Answers a lost race with the version that is stored now, so that the caller can load it. */
export function lostRace(reply: FastifyReply, version: number): ProblemException {
  if (version > 0) void reply.header('etag', etagOf(version));
  const message =
    version === 0
      ? 'Nothing is saved here yet, so there is no version to replace.'
      : `Somebody else saved version ${version} meanwhile.`;
  const remedy = version === 0 ? 'Send If-None-Match: * to create it.' : undefined;
  return new ProblemException(
    appError('resource.conflict', message, {
      details: { currentVersion: version },
      ...(remedy === undefined ? {} : { remedy }),
    }),
    { currentVersion: version },
  );
}

const MOST_TAGS = 20;

function readTags(header: string): string[] | null {
  const tags = header.split(',', MOST_TAGS + 1).map((tag) => tag.trim());
  const isTag = (tag: string): boolean => /^(W\/)?"[\x21\x23-\x7e]*"$/.test(tag);
  return tags.length <= MOST_TAGS && tags.every(isTag) ? tags : null;
}

const badCondition = (message: string): AppException =>
  new AppException(
    appError('boundary.bad_input', message, {
      remedy: 'Send If-Match: "<version>", or If-None-Match: * to create.',
    }),
  );
