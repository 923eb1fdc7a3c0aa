import { call } from '../client/mutation.js';
import type { SecuredCredential } from '../credentials/dataIntegrity.js';
import { digestOf } from '../encoding/canonical.js';
import type { SigningKey } from '../keys/signingKey.js';
import { signStatement } from '../keys/statements.js';
import { requestRecovery, vetoRecovery } from '../operations/membership.js';

export interface LostKeys {
  readonly cooperative: string;
  /** The DID of the membership, which stays. */
  readonly did: string;
  /** Of the same person, made out to the DID of the new key; without one, two people who hold an office confirm. */
  readonly attestation: SecuredCredential | null;
}

/** Asks that a new key takes the place of all that are lost. @param key - the new one. */
export function recoveryBy(key: SigningKey, { cooperative, did, attestation }: LostKeys) {
  const asked = { cooperative, did, key: key.multibase };
  const { signature } = signStatement(key, 'KeyRecovery', {
    ...asked,
    attestation: attestation && digestOf(attestation),
  });
  return call(requestRecovery, { ...asked, attestation, signature });
}

/** Says no to a new key. @param key - any that is active. @param did - of the membership. */
export function vetoBy(key: SigningKey, did: string, recovery: string) {
  const { signature } = signStatement(key, 'RecoveryVeto', { recovery, did });
  return call(vetoRecovery, { recovery, signature, signedBy: key.multibase });
}
