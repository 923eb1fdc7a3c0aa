import { call } from '../client/mutation.js';
import type { SecuredCredential } from '../credentials/dataIntegrity.js';
import { digestOf, type Json } from '../encoding/canonical.js';
import type { SigningKey } from '../keys/signingKey.js';
import { signStatement } from '../keys/statements.js';
import { applyForMembership, foundCooperative } from '../operations/membership.js';

export interface Founding {
  /** Chosen by the founder, so that their attestation can name the co-op before it exists. */
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly mission: string;
  readonly currency: string;
  readonly charter: { readonly admission: { by: string; issuers: string[] } };
  readonly displayName: string;
  readonly attestation: SecuredCredential;
}

/** Founds a co-op on a charter, whose digest the founder signs. */
export function foundingBy(key: SigningKey, { charter, ...founding }: Founding) {
  const terms = charter as unknown as Json;
  const { signature } = signStatement(key, 'Founding', {
    slug: founding.slug,
    charterDigest: digestOf(terms),
    did: key.did,
  });
  return call(foundCooperative, {
    ...founding,
    admission: charter.admission,
    foundingCharter: terms,
    did: key.did,
    signature,
  });
}

/** Applies for membership with a personhood attestation, under a key that this co-op alone sees. */
export function applicationBy(
  key: SigningKey,
  application: { cooperative: string; displayName: string | null; attestation: SecuredCredential },
) {
  const { cooperative, displayName, attestation } = application;
  const signed = signStatement(key, 'Application', {
    cooperative,
    did: key.did,
    displayName,
    attestation: digestOf(attestation),
  });
  return call(applyForMembership, { ...application, did: key.did, ...signed });
}
