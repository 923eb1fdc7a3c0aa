import { statement } from '../../kit/contracts/statements.js';
import { COMMON } from '../../kit/errors/table.js';
import { covers } from '../../kit/domain/purposes.js';
import { fromBase64Url } from '../../kit/domain/encoding.js';
import { writtenForm } from '../../kit/domain/instant.js';
import { requireWords } from './dataset.js';
import type { Column } from './dataset.js';
import { ERRORS } from './errors.js';
import { LIMITS } from './limits.js';

/** Classes of organisation that may receive results: the kinds under which they registered. */
export type RecipientClass = 'BUYER' | 'PARTNER' | 'REGULATOR';

export type ConsentState = 'GRANTED' | 'WITHDRAWN' | 'EXPIRED' | 'ERASED';

/** The instants from which the state of a consent follows. */
export interface ConsentFacts {
  readonly expiresAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly erasedAt: Date | null;
}

/** What happened last to it wins: an erasure over a withdrawal, a withdrawal over an expiry. */
export function consentState(facts: ConsentFacts, now: Date): ConsentState {
  if (facts.erasedAt) return 'ERASED';
  if (facts.withdrawnAt) return 'WITHDRAWN';
  if (facts.expiresAt && facts.expiresAt <= now) return 'EXPIRED';
  return 'GRANTED';
}

/** What the compute worker found of a consent's wrap: the consent is counted and used while it is OPENED. */
export type WrapState = 'UNVERIFIED' | 'OPENED' | 'SET_ASIDE';

/** The instants from which the state of a wrap follows. */
export interface WrapFacts {
  readonly wrapOpenedAt: Date | null;
  readonly wrapSetAsideAt: Date | null;
}

/** A wrap that has opened may be lost later, with the key that it rested under: then it is SET_ASIDE too. */
export function wrapState({ wrapOpenedAt, wrapSetAsideAt }: WrapFacts): WrapState {
  if (wrapSetAsideAt) return 'SET_ASIDE';
  return wrapOpenedAt ? 'OPENED' : 'UNVERIFIED';
}

/** @throws CONSENT_ENDED */
function requireGranted(facts: ConsentFacts, now: Date): void {
  const state = consentState(facts, now);
  if (state === 'GRANTED') return;
  throw ERRORS.CONSENT_ENDED.raise(`This consent is not in force any more: it is ${state}.`, { state });
}

export interface ConsentTerms {
  readonly purposes: readonly string[];
  /** Sensitivities of the dataset's columns that may be computed on. */
  readonly categories: readonly string[];
  readonly recipients: readonly RecipientClass[];
  readonly expiresAt: Date | null;
}

/** A member's permission to compute on their records in one dataset. */
export interface Consent extends ConsentTerms, ConsentFacts, WrapFacts {
  readonly cooperativeId: string;
  readonly id: string;
  readonly datasetId: string;
  readonly memberId: string;
  /** Version of the compute key that the wrap is for. */
  readonly keyVersion: number;
  readonly wrapDigest: string;
  readonly grantedAt: Date;
  /** `expiresAt` as it stands in the signed statement; null in old consents, and without an expiry: see signedExpiry. */
  readonly expiryAsSigned: string | null;
  /** The receipt that this service signed of it; null once erased. */
  readonly receipt: Record<string, unknown> | null;
}

/** A consent whose receipt is still to be made. */
export type ConsentWithoutReceipt = Omit<Consent, 'receipt'>;

/** The consent after its member took it back. */
export function withdrawn<Some extends ConsentWithoutReceipt>(consent: Some, now: Date): Some {
  requireGranted(consent, now);
  return { ...consent, withdrawnAt: now };
}

/** @throws BAD_USER_INPUT naming the field, CONSENT_EXPIRY_PAST */
export function requireConsentTerms(terms: ConsentTerms, columns: readonly Column[], now: Date): void {
  for (const field of ['purposes', 'categories', 'recipients'] as const) {
    if (terms[field].length < 1) refuse(field, `A consent names at least one of its ${field}.`);
    requireWords(field, terms[field]);
  }
  const known = [...new Set(columns.map(({ sensitivity }) => sensitivity as string))];
  const strange = terms.categories.find((category) => !known.includes(category));
  if (strange !== undefined) {
    throw COMMON.BAD_USER_INPUT.raise(`The dataset has no column of the category ${strange}.`, {
      field: 'categories',
      known,
    });
  }
  if (terms.expiresAt && terms.expiresAt <= now) {
    throw ERRORS.CONSENT_EXPIRY_PAST.raise('expiresAt has passed already.', {
      expiresAt: terms.expiresAt.toISOString(),
    });
  }
}

/** Is this use inside what the member allowed? Purposes include their narrower ones; the rest is word for word. */
export function consentCovers(
  consent: Pick<ConsentTerms, 'purposes' | 'categories' | 'recipients'>,
  use: { purpose: string; recipient: string; categories: readonly string[] },
): boolean {
  return (
    consent.purposes.some((purpose) => covers(purpose, use.purpose)) &&
    consent.recipients.some((recipient) => recipient === use.recipient) &&
    use.categories.every((category) => consent.categories.includes(category))
  );
}

/** @returns the bytes of a wrap. @throws BAD_USER_INPUT */
export function requireWrap(wrap: string): Uint8Array {
  const bytes = fromBase64Url(wrap);
  // HPKE over X25519 and AES-256-GCM: an encapsulated key of 32 bytes, a key of 32, a tag of 16.
  if (!bytes || bytes.length < 80 || bytes.length > LIMITS.wrapBytesMax) {
    refuse('wrap', 'A wrap is unpadded base64url of an encapsulated key and a ciphertext.');
  }
  return bytes;
}

export function consentStatement(of: {
  id: string;
  cooperativeId: string;
  datasetId: string;
  terms: ConsentTerms;
  keyVersion: number;
  wrapDigest: string;
  member: string;
}) {
  return statement('Consent', {
    id: of.id,
    cooperative: of.cooperativeId,
    dataset: of.datasetId,
    purposes: [...of.terms.purposes],
    categories: [...of.terms.categories],
    recipients: [...of.terms.recipients],
    epoch: of.keyVersion,
    wrapDigest: of.wrapDigest,
    expiresAt: of.terms.expiresAt && writtenForm(of.terms.expiresAt),
    member: of.member,
  });
}

/** The expiry as it stands in the signed statement, to which the wrap is bound too. */
export function signedExpiry(expiresAt: Date | null, asSigned: string | null): string | null {
  return asSigned ?? expiresAt?.toISOString() ?? null;
}

export function withdrawalStatement(of: { consent: string; member: string }) {
  return statement('ConsentWithdrawal', of);
}

function refuse(field: string, message: string): never {
  throw COMMON.BAD_USER_INPUT.raise(message, { field });
}
