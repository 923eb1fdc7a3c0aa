import type { Json } from '../encoding/canonical.js';
import { signJson, type SigningKey } from './signingKey.js';

/** Everything a person signs, by type. Instants are ISO 8601 with milliseconds and `Z`; digests are lowercase hex. */
export interface Statements {
  SignIn: { audience: string; did: string; nonce: string; expiresAt: string };
  Founding: { slug: string; charterDigest: string; did: string };
  /** `attestation` is the digest of the personhood credential handed in with the application. */
  Application: { cooperative: string; did: string; displayName: string | null; attestation: string };
  Ballot: { proposal: string; effectDigest: string; choices: readonly string[]; voter: string };
  AuthenticatorAdded: { did: string; key: string };
  AuthenticatorRotated: { did: string; key: string; replaces: string };
  AuthenticatorRevoked: { did: string; key: string };
  KeyRecovery: { cooperative: string; did: string; key: string; attestation: string | null };
  RecoveryVeto: { recovery: string; did: string };
  Delegation: { cooperative: string; from: string; to: string; topic: string | null };
  DelegationRevocation: { delegation: string; from: string };
  Consent: {
    id: string;
    cooperative: string;
    dataset: string;
    purposes: readonly string[];
    categories: readonly string[];
    recipients: readonly string[];
    /** Version of the compute service's key that the wrap was made for. */
    epoch: number;
    wrapDigest: string;
    expiresAt: string | null;
    member: string;
  };
  ConsentWithdrawal: { consent: string; member: string };
  Erasure: { cooperative: string; member: string; nonce: string };
  Exit: { cooperative: string; member: string; nonce: string };
  /** `amountMinor` is null for the whole balance. */
  Withdrawal: {
    cooperative: string;
    amountMinor: string | null;
    destination: string;
    member: string;
    idempotencyKey: string;
  };
  OfferAcceptance: {
    licence: string;
    offerDigest: string;
    charterVersion: number;
    decideBy: string;
    buyer: string;
  };
  AgreementVerification: { licence: string; agreementDigest: string; buyer: string };
}

export type StatementType = keyof Statements;

/** The exact JSON that is signed: the fields, the type and the version of this list. */
export function statement<T extends StatementType>(type: T, fields: Statements[T]): { [name: string]: Json } {
  return { ...(fields as { [name: string]: Json }), type, v: 1 };
}

/**
 * Signs one statement.
 *
 * @returns the `signature` and `key` fields of the mutation's input.
 */
export function signStatement<T extends StatementType>(
  key: SigningKey,
  type: T,
  fields: Statements[T],
): { signature: string; key: string } {
  return { signature: signJson(key, statement(type, fields)), key: key.multibase };
}
