import { issueCredential, verificationMethodOf } from '../../kit/domain/credential.js';
import { didFromPublicKey } from '../../kit/domain/didKey.js';
import type { Did } from '../../kit/domain/didKey.js';
import { publicKeyBytes, signEd25519 } from '../../kit/domain/ed25519.js';
import type { KeyPort, SigningKey } from '../../kit/identity/keys.js';
import type { CooperativeId } from '../domain/member.js';
import { membershipCredential } from '../domain/membershipCredential.js';
import type { CredentialIssuer } from '../service/ports.js';

/** Issues credentials with a key for each co-op, made when the co-op is founded. */
export function cooperativeIssuer(keys: KeyPort): CredentialIssuer {
  const keyOf = (cooperativeId: CooperativeId): SigningKey =>
    keys.signing(`membership/cooperatives/${cooperativeId}`, 'ed25519');
  const didOf = (cooperativeId: CooperativeId): Did =>
    didFromPublicKey(publicKeyBytes(keyOf(cooperativeId).publicKey));
  return {
    didOf,
    membership(cooperative, member, now) {
      const issuer = didOf(cooperative.id);
      const { privateKey } = keyOf(cooperative.id);
      const unsigned = membershipCredential({
        issuer,
        cooperativeId: cooperative.id,
        cooperativeName: cooperative.name,
        memberId: member.id,
        did: member.did,
        joinedAt: member.joinedAt ?? now,
      });
      const signer = {
        verificationMethod: verificationMethodOf(issuer),
        sign: (bytes: Uint8Array) => signEd25519(bytes, privateKey),
      };
      return issueCredential(unsigned, signer, now);
    },
  };
}
