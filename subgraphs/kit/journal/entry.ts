import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import type { Parts } from '../contracts/entry.js';
import { canonicalize } from '../domain/canonical.js';
import { newId } from '../domain/ids.js';
import { leafHash } from '../domain/merkle.js';

const SALT_BYTES = 16;
/** A bundle of 256 leaves stays below what one service answers another; tlog-tiles itself ends at 65,535. */
const LEAF_BYTES_MAX = 16_384;

/** A change that is about to be journalled, its two parts held to their contract. */
export interface Append extends Parts {
  type: string;
  /** The co-op whose log this entry stands in; `PLATFORM` for what belongs to none. */
  cooperative: string;
  actorRole: string;
  subject?: string | undefined;
  actor?: string | undefined;
}

/** The private part: what opens the commitments of a leaf. Deletable, so that a person can be erased. */
export interface PrivatePart {
  values: Record<string, unknown>;
  salts: Record<string, string>;
}

export interface SealedEntry {
  entryId: string;
  cooperative: string;
  type: string;
  recordedAt: Date;
  actorRole: string;
  subject: string | null;
  actor: string | null;
  publicPart: string;
  leafHash: Buffer;
  privatePart: PrivatePart;
}

/** Makes the entry of a change: the public part, which becomes a leaf for ever, and what opens it. */
export function seal(service: string, append: Append, recordedAt: Date): SealedEntry {
  const { cooperative, type, actorRole, values } = append;
  const salts = Object.fromEntries(
    Object.keys(committedOf(append)).map((name) => [name, randomBytes(SALT_BYTES).toString('base64url')]),
  );
  const publicPart = publicPartOf(service, append, recordedAt, salts);
  const bytes = Buffer.byteLength(publicPart, 'utf8');
  assert(bytes <= LEAF_BYTES_MAX, `a ${type} has a leaf of ${bytes} bytes, more than a bundle takes`);
  return {
    entryId: newId('jrn'),
    cooperative,
    type,
    recordedAt,
    actorRole,
    subject: append.subject ?? null,
    actor: append.actor ?? null,
    publicPart,
    leafHash: Buffer.from(leafHash(Buffer.from(publicPart, 'utf8'))),
    privatePart: { values, salts },
  };
}

/** The leaf of an entry, in canonical form: what is said in public, and commitments to the rest. */
export function publicPartOf(
  service: string,
  append: Append,
  recordedAt: Date,
  salts: Readonly<Record<string, string>>,
): string {
  const { cooperative, type, actorRole, digests } = append;
  const commitments = Object.fromEntries(
    Object.entries(committedOf(append)).map(([name, value]) => [
      name,
      commitmentOf(Buffer.from(salts[name]!, 'base64url'), value),
    ]),
  );
  const at = recordedAt.toISOString();
  return canonicalize({ v: 1, service, cooperative, type, recordedAt: at, actorRole, digests, commitments });
}

/** What is committed to: every private field, and whom the entry is about and who acted. */
function committedOf({ values, subject, actor }: Append): Record<string, unknown> {
  return { ...values, $subject: subject ?? null, $actor: actor ?? null };
}

/** SHA-256(salt ‖ JCS(value)), base64url. */
export function commitmentOf(salt: Uint8Array, value: unknown): string {
  return createHash('sha256').update(salt).update(canonicalize(value), 'utf8').digest('base64url');
}
