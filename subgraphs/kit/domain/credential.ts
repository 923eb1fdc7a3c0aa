import { createHash } from 'node:crypto';
import { base58 } from '@scure/base';
import { z } from 'zod';
import { DomainError } from '../errors/define.js';
import { canonicalize } from './canonical.js';
import { isDid, keyOfDid, publicKeyFromDid } from './didKey.js';
import type { Did } from './didKey.js';
import { verifyEd25519 } from './ed25519.js';

/** A W3C Verifiable Credential 2.0, before it is signed. */
export interface UnsignedCredential {
  '@context': readonly [typeof VC_CONTEXT, ...string[]];
  type: readonly ['VerifiableCredential', ...string[]];
  id?: string;
  issuer: string;
  validFrom?: string;
  validUntil?: string;
  credentialSubject: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

export interface DataIntegrityProof {
  '@context'?: unknown;
  type: 'DataIntegrityProof';
  cryptosuite: 'eddsa-jcs-2022';
  created?: string;
  verificationMethod: string;
  proofPurpose: 'assertionMethod';
  proofValue: string;
  readonly [member: string]: unknown;
}

export type VerifiableCredential = UnsignedCredential & { readonly proof: DataIntegrityProof };

export interface CredentialSigner {
  /** Whose signature this is: for a DID, `verificationMethodOf(did)`. */
  verificationMethod: string;
  /** @returns the Ed25519 signature, 64 bytes. */
  sign: (bytes: Uint8Array) => Uint8Array;
}

export type CredentialVerdict =
  | { readonly ok: true; readonly issuer: Did; readonly credential: VerifiableCredential }
  | { readonly ok: false; readonly reason: string };

export const VC_CONTEXT = 'https://www.w3.org/ns/credentials/v2';

const instant = z.iso.datetime({ offset: true }).optional();

const proofSchema = z.looseObject({
  type: z.literal('DataIntegrityProof'),
  cryptosuite: z.literal('eddsa-jcs-2022'),
  proofPurpose: z.literal('assertionMethod'),
  verificationMethod: z.string(),
  proofValue: z.string().regex(/^z[1-9A-HJ-NP-Za-km-z]{80,90}$/),
  created: instant,
  expires: instant,
});

const credentialSchema = z.looseObject({
  '@context': z.tuple([z.literal(VC_CONTEXT)], z.string()),
  type: z.array(z.string()).refine((types) => types.includes('VerifiableCredential')),
  issuer: z.union([z.string(), z.looseObject({ id: z.string() })]),
  validFrom: instant,
  validUntil: instant,
  credentialSubject: z.looseObject({}),
  proof: proofSchema,
});

/** The DID URL of the one key of a did:key. */
export function verificationMethodOf(did: Did): string {
  return `${did}#${keyOfDid(did)}`;
}

/**
 * Secures a credential with a Data Integrity proof by `eddsa-jcs-2022`.
 *
 * @see https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022
 */
export function issueCredential(
  unsigned: UnsignedCredential,
  { verificationMethod, sign }: CredentialSigner,
  created: Date,
): VerifiableCredential {
  const options = {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    created: created.toISOString(),
    verificationMethod,
    proofPurpose: 'assertionMethod',
    '@context': unsigned['@context'],
  } as const;
  const proofValue = `z${base58.encode(sign(signingInput(unsigned, options)))}`;
  return { ...unsigned, proof: { ...options, proofValue } };
}

/**
 * Checks a credential that its issuer, a did:key, signed; whether the issuer is one to believe is asked elsewhere.
 *
 * @param candidate - whatever a caller sent.
 * @param now - within validFrom (inside) and validUntil (outside).
 */
export function verifyCredential(candidate: unknown, now: Date): CredentialVerdict {
  const read = credentialSchema.safeParse(candidate);
  if (!read.success) {
    const [issue] = read.error.issues;
    return refuse(`not a credential secured with eddsa-jcs-2022: ${issue?.path.join('.') || 'no object'}`);
  }
  const { issuer: issuerMember, validFrom, validUntil, proof } = read.data;
  const issuer = typeof issuerMember === 'string' ? issuerMember : issuerMember.id;
  if (!isDid(issuer)) return refuse('the issuer is not a did:key of an Ed25519 key');
  if (proof.verificationMethod !== verificationMethodOf(issuer))
    return refuse("the proof is not by the issuer's key");
  if (validFrom && now < new Date(validFrom)) return refuse('the credential is not valid yet');
  if (validUntil && now >= new Date(validUntil)) return refuse('the credential has expired');
  if (proof.expires && now >= new Date(proof.expires)) return refuse('the proof has expired');
  const credential = candidate as VerifiableCredential;
  if (!verifyProof(credential, issuer)) return refuse('the signature does not fit the credential');
  return { ok: true, issuer, credential };
}

/** Is the proof of a document, whose form has been checked, by the key of this DID? */
export function verifyProof(
  secured: Readonly<Record<string, unknown>> & { proof: DataIntegrityProof },
  signer: Did,
): boolean {
  const { proof, ...document } = secured;
  const { proofValue, ...options } = proof;
  try {
    const publicKey = publicKeyFromDid(signer);
    const signature = base58.decode(proofValue.slice(1));
    const context = options['@context'];
    if (context === undefined) return verifyEd25519(signingInput(document, options), signature, publicKey);
    // Contexts may have been appended since it was signed, but none changed or put before.
    if (!startsWith(document['@context'], context)) return false;
    const asSigned = { ...document, '@context': context };
    return verifyEd25519(signingInput(asSigned, options), signature, publicKey);
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/** What `eddsa-jcs-2022` signs: the digests of the canonical proof options and the canonical document, 64 bytes. */
export function signingInput(document: object, proofOptions: object): Uint8Array {
  return Buffer.concat(
    [proofOptions, document].map((part) => createHash('sha256').update(canonicalize(part)).digest()),
  );
}

function startsWith(contexts: unknown, beginning: unknown): boolean {
  const first = listOf(beginning);
  return canonicalize(listOf(contexts).slice(0, first.length)) === canonicalize(first);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function refuse(reason: string): CredentialVerdict {
  return { ok: false, reason };
}
