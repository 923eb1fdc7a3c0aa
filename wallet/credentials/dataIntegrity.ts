import { sha256 } from '@noble/hashes/sha2.js';

import { concat, fromMultibase, toMultibase, utf8, type Bytes } from '../encoding/bytes.js';
import { canonicalize, type Json } from '../encoding/canonical.js';
import { WalletError } from '../errors.js';
import { keyOfDid, publicKeyOf } from '../keys/didKey.js';
import { verifyBytes, type SigningKey } from '../keys/signingKey.js';

export type JsonObject = { readonly [name: string]: Json | undefined };

/** A W3C credential, secured or not. */
export interface Credential extends JsonObject {
  readonly '@context': readonly string[];
  readonly type: readonly string[];
  readonly issuer: string | JsonObject;
  readonly credentialSubject: JsonObject;
}

export interface Proof extends JsonObject {
  readonly type: string;
  readonly cryptosuite: string;
  readonly verificationMethod: string;
  readonly proofPurpose: string;
  readonly proofValue: string;
}

export type SecuredCredential = Credential & { readonly proof: Proof };

/**
 * Secures a credential with the W3C Data Integrity suite `eddsa-jcs-2022`.
 *
 * @param created - ISO instant, seconds or milliseconds.
 * @see https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022
 */
export function secureCredential(
  credential: Credential,
  key: SigningKey,
  created: string,
): SecuredCredential {
  const options = {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    created,
    verificationMethod: `${key.did}#${key.multibase}`,
    proofPurpose: 'assertionMethod',
    '@context': credential['@context'],
  };
  const proofValue = toMultibase(key.sign(hashData(credential, options)));
  return { ...credential, proof: { ...options, proofValue } };
}

/**
 * Checks a credential's proof against its issuer's key.
 *
 * @throws CREDENTIAL_INVALID when it was altered, is of another suite, or was secured by somebody else.
 * DID_NOT_SUPPORTED when the issuer is no did:key.
 */
export function verifyCredential(secured: SecuredCredential): void {
  const { proof, ...credential } = secured;
  requireThat(
    proof?.type === 'DataIntegrityProof' && proof.cryptosuite === 'eddsa-jcs-2022',
    'of another suite',
  );
  requireThat(proof.proofPurpose === 'assertionMethod', 'for another purpose');
  requireThat(
    proof['@context'] === undefined ||
      canonicalize(proof['@context']) === canonicalize(credential['@context']),
    'in another context',
  );
  const key = keyOfDid(issuerOf(secured));
  requireThat(proof.verificationMethod === `did:key:${key}#${key}`, 'not by its issuer');
  const { proofValue, ...options } = proof;
  requireThat(verifyBytes(decode(proofValue), hashData(credential, options), publicKeyOf(key)), 'not true');
}

export function issuerOf(credential: Credential): string {
  const { issuer } = credential;
  if (typeof issuer === 'string') return issuer;
  if (typeof issuer?.id === 'string') return issuer.id;
  throw new WalletError('CREDENTIAL_INVALID', 'This credential names no issuer.');
}

/** SHA-256 of the proof's options, then SHA-256 of the document, both canonical: the 64 bytes that are signed. */
export function hashData(document: JsonObject, options: JsonObject): Bytes {
  return concat(sha256(utf8(canonicalize(options))), sha256(utf8(canonicalize(document))));
}

function decode(proofValue: string): Bytes {
  try {
    return fromMultibase(proofValue);
  } catch (cause) {
    throw new WalletError('CREDENTIAL_INVALID', 'The proof value is not readable.', { cause });
  }
}

function requireThat(holds: boolean, fault: string): void {
  if (!holds) throw new WalletError('CREDENTIAL_INVALID', `This credential's proof is ${fault}.`);
}
