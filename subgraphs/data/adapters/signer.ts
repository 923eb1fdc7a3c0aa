import { didFromPublicKey } from '../../kit/domain/didKey.js';
import { VC_CONTEXT, issueCredential, verificationMethodOf } from '../../kit/domain/credential.js';
import type { UnsignedCredential } from '../../kit/domain/credential.js';
import { publicKeyBytes, signEd25519 } from '../../kit/domain/ed25519.js';
import type { SigningKey } from '../../kit/identity/keys.js';
import type { JsonObject } from '../../kit/domain/offerPolicy.js';
import { urn } from '../../kit/domain/offerPolicy.js';
import type { Signer } from '../service/ports.js';

/** What 27560 and the purposes' vocabulary call things. */
const CONTEXTS: UnsignedCredential['@context'] = [VC_CONTEXT, 'https://w3id.org/dpv'];

/** Signs in the name of the data service with a key of its own. */
export function signerWith({ privateKey, publicKey }: SigningKey): Signer {
  const did = didFromPublicKey(publicKeyBytes(publicKey));
  const proofBy = {
    verificationMethod: verificationMethodOf(did),
    sign: (bytes: Uint8Array) => signEd25519(bytes, privateKey),
  };
  return {
    did,
    credential(type, id, subject, at) {
      const unsigned: UnsignedCredential = {
        '@context': CONTEXTS,
        type: ['VerifiableCredential', type],
        id: urn(id),
        issuer: did,
        validFrom: at.toISOString(),
        credentialSubject: subject,
      };
      return issueCredential(unsigned, proofBy, at);
    },
    secure(document, at) {
      // The suite secures any JSON-LD document; the credential type only names its commonest.
      const secured: unknown = issueCredential(document as unknown as UnsignedCredential, proofBy, at);
      return secured as JsonObject;
    },
  };
}
