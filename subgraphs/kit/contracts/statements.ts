import { z } from 'zod';
import { count, digest, version } from './parts.js';

const did = z.string();
const id = z.string();
const key = z.string();
/** ISO 8601 with milliseconds and `Z`, as it was written where it was first said. */
const written = z.string();
const words = z.array(z.string()).readonly();

/**
 * What people sign, by type. The service that asks for a signature builds the statement itself, of what it was sent and
 * what it knows, so that a signature says exactly what is about to be done, and for whom. Wallets sign the UTF-8 bytes
 * of the canonical form (RFC 8785) of the fields, the type and the version of this list.
 */
export const STATEMENTS = {
  SignIn: z.object({ audience: z.string(), did, nonce: z.string(), expiresAt: written }),
  Founding: z.object({ slug: z.string(), charterDigest: digest, did }),
  /** `attestation` is the digest of the credential of personhood that comes with the application. */
  Application: z.object({
    cooperative: id,
    did,
    displayName: z.string().nullable(),
    attestation: digest,
  }),
  AuthenticatorAdded: z.object({ did, key }),
  AuthenticatorRotated: z.object({ did, key, replaces: key }),
  AuthenticatorRevoked: z.object({ did, key }),
  /** By the new key; `attestation` is the digest of the credential that comes with it, if one does. */
  KeyRecovery: z.object({ cooperative: id, did, key, attestation: digest.nullable() }),
  /** By any key that is still active. */
  RecoveryVeto: z.object({ recovery: id, did }),
  Ballot: z.object({ proposal: id, effectDigest: digest, choices: words, voter: did }),
  Delegation: z.object({ cooperative: id, from: did, to: id, topic: z.string().nullable() }),
  DelegationRevocation: z.object({ delegation: id, from: did }),
  Consent: z.object({
    id,
    cooperative: id,
    dataset: id,
    purposes: words,
    categories: words,
    recipients: words,
    /** The version of the compute service's key that the wrap was made for. */
    epoch: count,
    wrapDigest: digest,
    expiresAt: written.nullable(),
    member: did,
  }),
  ConsentWithdrawal: z.object({ consent: id, member: did }),
  /** Every key and byte of the member in that co-op is destroyed. Each `nonce` does it once. */
  Erasure: z.object({ cooperative: id, member: did, nonce: z.string() }),
  /** The member leaves that co-op. Each `nonce` does it once. */
  Exit: z.object({ cooperative: id, member: did, nonce: z.string() }),
  /** What is paid out of a balance, and where to: null for the whole of it, and the destination as it is sent. */
  Withdrawal: z.object({
    cooperative: id,
    amountMinor: z.string().nullable(),
    destination: z.string(),
    member: did,
    idempotencyKey: z.string(),
  }),
  OfferAcceptance: z.object({
    licence: id,
    offerDigest: digest,
    charterVersion: version,
    decideBy: written,
    buyer: did,
  }),
  AgreementVerification: z.object({ licence: id, agreementDigest: digest, buyer: did }),
} as const;

export type StatementType = keyof typeof STATEMENTS;
export type StatementFields<T extends StatementType> = z.input<(typeof STATEMENTS)[T]>;
export type Statement<T extends StatementType = StatementType> = StatementFields<T> & {
  readonly v: 1;
  readonly type: T;
};

/** The exact JSON that is signed. */
export function statement<T extends StatementType>(type: T, fields: StatementFields<T>): Statement<T> {
  return { ...fields, type, v: 1 };
}
