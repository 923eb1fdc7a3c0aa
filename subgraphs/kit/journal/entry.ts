import { createHash, randomBytes } from 'node:crypto';
import { canonicalize } from '../domain/canonical.js';
import { newId } from '../domain/ids.js';
import { leafHash } from '../domain/merkle.js';

const SALT_BYTES = 16;

/** What a use case says of the change it made. */
export interface Append {
  type: string;
  /** The co-op whose log this entry stands in; `PLATFORM` for what belongs to none. */
  cooperative: string;
  /** In which role somebody acted: MEMBER, STEWARD, BUYER, OPERATOR, APPLICANT, SERVICE… */
  actorRole: string;
  /** The member whom it is about, or else the organisation or the proposal. Private. */
  subject?: string;
  /** The DID that acted. Private. */
  actor?: string;
  /** Public digests, lowercase hex SHA-256, by name. */
  digests?: Record<string, string>;
  /** Private fields, JSON: what other services learn through the feed; each is committed to in the leaf. */
  values: Record<string, unknown>;
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
  const values = JSON.parse(JSON.stringify(append.values)) as Record<string, unknown>;
  const committed = { ...values, $subject: append.subject ?? null, $actor: append.actor ?? null };
  const salts: Record<string, string> = {};
  const commitments: Record<string, string> = {};
  for (const [name, value] of Object.entries(committed)) {
    const salt = randomBytes(SALT_BYTES);
    salts[name] = salt.toString('base64url');
    commitments[name] = commitmentOf(salt, value);
  }
  const publicPart = canonicalize({
    v: 1,
    service,
    cooperative: append.cooperative,
    type: append.type,
    recordedAt: recordedAt.toISOString(),
    actorRole: append.actorRole,
    digests: append.digests ?? {},
    commitments,
  });
  return {
    entryId: newId('jrn'),
    cooperative: append.cooperative,
    type: append.type,
    recordedAt,
    actorRole: append.actorRole,
    subject: append.subject ?? null,
    actor: append.actor ?? null,
    publicPart,
    leafHash: Buffer.from(leafHash(Buffer.from(publicPart, 'utf8'))),
    privatePart: { values, salts },
  };
}

/** SHA-256(salt ‖ JCS(value)), base64url. */
export function commitmentOf(salt: Uint8Array, value: unknown): string {
  return createHash('sha256').update(salt).update(canonicalize(value), 'utf8').digest('base64url');
}
