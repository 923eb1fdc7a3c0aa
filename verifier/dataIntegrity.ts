import { concat, utf8 } from './bytes.js';
import { canonicalize } from './canonical.js';
import { ed25519In, fromMultibase, multikeyOf } from './didKey.js';
import { verifyEd25519 } from './ed25519.js';
import { Fault } from './fault.js';
import { sha256 } from './hash.js';
import { isObject } from './leaf.js';

/**
 * Checks a document with a W3C Data Integrity proof by `eddsa-jcs-2022`, whose key is a did:key.
 *
 * @returns the DID that signed the document; whether it is one to believe, the reader knows.
 * @throws Fault PROOF_MALFORMED, PROOF_FORGED
 */
export function signerOf(secured: Readonly<Record<string, unknown>>): string {
  const { proof, ...document } = secured;
  const { proofValue, ...options } = isObject(proof) ? proof : {};
  const [did = '', multikey] = String(options.verificationMethod).split('#');
  const key = ed25519In(multikeyOf(did) ?? '');
  const signature = typeof proofValue === 'string' ? fromMultibase(proofValue) : undefined;
  const isSuite = options.type === 'DataIntegrityProof' && options.cryptosuite === 'eddsa-jcs-2022';
  if (!isSuite || !key || multikeyOf(did) !== multikey || signature?.length !== 64) {
    throw new Fault('PROOF_MALFORMED', 'The document has no proof by eddsa-jcs-2022 with a did:key.');
  }
  // A document that says other contexts than its proof may mean something else by the same words.
  const isOfContext =
    canonicalize(options['@context'] ?? null) === canonicalize(document['@context'] ?? null);
  const signed = concat(digestOf(options), digestOf(document));
  if (!isOfContext || options.proofPurpose !== 'assertionMethod' || !verifyEd25519(signature, signed, key)) {
    throw new Fault('PROOF_FORGED', 'The document is not what the DID of its proof has signed.');
  }
  return did;
}

function digestOf(value: unknown): Uint8Array {
  return sha256(utf8(canonicalize(value)));
}
