import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  VC_CONTEXT,
  issueCredential,
  verificationMethodOf,
} from '../../../subgraphs/kit/domain/credential.js';
import type { VerifiableCredential } from '../../../subgraphs/kit/domain/credential.js';
import { didFromPublicKey } from '../../../subgraphs/kit/domain/didKey.js';
import { publicKeyBytes, signEd25519 } from '../../../subgraphs/kit/domain/ed25519.js';

export interface Attestation {
  /** How the issuer knows the human. */
  human: string;
  did: string;
  cooperative: string;
  type?: string;
  validFrom?: string;
  validUntil?: string;
  nullifier?: string;
}

export interface PersonhoodIssuer {
  readonly did: string;
  attest(about: Attestation): VerifiableCredential;
}

/** Somebody who knows people, with a key of their own. */
export function personhoodIssuer(): PersonhoodIssuer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const secret = randomBytes(32);
  const did = didFromPublicKey(publicKeyBytes(publicKey));
  const signer = {
    verificationMethod: verificationMethodOf(did),
    sign: (bytes: Uint8Array) => signEd25519(bytes, privateKey),
  };
  return {
    did,
    attest: ({ human, did: id, cooperative, type = 'PersonhoodCredential', nullifier, ...dates }) =>
      issueCredential(
        {
          '@context': [VC_CONTEXT],
          type: ['VerifiableCredential', type],
          issuer: did,
          ...dates,
          credentialSubject: {
            id,
            cooperative,
            nullifier:
              nullifier ?? createHmac('sha256', secret).update(`${human}|${cooperative}`).digest('hex'),
          },
        },
        signer,
        new Date('2026-01-01T00:00:00.000Z'),
      ),
  };
}
