import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

import { toHex, utf8 } from '../encoding/bytes.js';
import { derive } from '../keys/memberKeys.js';
import { signingKeyFromSeed, type KeyFromSeed } from '../keys/signingKey.js';
import { secureCredential, type SecuredCredential } from './dataIntegrity.js';

/** Somebody who knows people, and says of a DID that one human stands behind it. */
export interface PersonhoodIssuer {
  readonly did: string;
  /**
   * @param person - how the issuer knows the human; it never leaves the issuer.
   * @param subject - the pairwise DID under which they apply.
   * @param issuedAt - ISO instant.
   */
  attest(person: string, subject: string, cooperative: string, issuedAt: string): SecuredCredential;
}

/**
 * An issuer whose key and nullifier secret derive from one seed.
 *
 * The nullifier is the same for one human in one co-op, whatever DID they apply under, and unlinkable between co-ops:
 * that makes one human one member and tells nobody who they are.
 *
 * @param keyFromSeed - makes the signing key; for a platform with a faster Ed25519 of its own.
 */
export function personhoodIssuer(
  seed: Uint8Array,
  keyFromSeed: KeyFromSeed = signingKeyFromSeed,
): PersonhoodIssuer {
  const key = keyFromSeed(derive(seed, 'personhood:signing'));
  const nullifierKey = derive(seed, 'personhood:nullifier');
  return {
    did: key.did,
    attest(person, subject, cooperative, issuedAt) {
      const nullifier = toHex(hmac(sha256, nullifierKey, utf8(JSON.stringify([person, cooperative]))));
      const credential = {
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        type: ['VerifiableCredential', 'PersonhoodCredential'],
        issuer: key.did,
        validFrom: issuedAt,
        credentialSubject: { id: subject, nullifier, cooperative },
      };
      return secureCredential(credential, key, issuedAt);
    },
  };
}
