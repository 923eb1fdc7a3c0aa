import { didFromPublicKey } from '../../kit/domain/didKey.js';
import type { Did } from '../../kit/domain/didKey.js';
import { issueCredential, verificationMethodOf } from '../../kit/domain/credential.js';
import type { VerifiableCredential } from '../../kit/domain/credential.js';
import { publicKeyBytes, signEd25519 } from '../../kit/domain/ed25519.js';
import type { KeyPort, SigningKey } from '../../kit/identity/keys.js';
import type { Cooperative } from '../domain/cooperative.js';
import type { CooperativeId, Member } from '../domain/member.js';
import { membershipCredential } from '../domain/membershipCredential.js';

/** The key with which a co-op issues credentials; made when it is founded. */
function keyOf(keys: KeyPort, cooperative: CooperativeId): SigningKey {
  return keys.signing(`membership/cooperatives/${cooperative}`, 'ed25519');
}

export function didOfCooperative(keys: KeyPort, cooperative: CooperativeId): Did {
  return didFromPublicKey(publicKeyBytes(keyOf(keys, cooperative).publicKey));
}

/** The membership credential of a member who has just been admitted. */
export function issueMembership(
  keys: KeyPort,
  cooperative: Pick<Cooperative, 'id' | 'name'>,
  member: Member,
  now: Date,
): VerifiableCredential {
  const issuer = didOfCooperative(keys, cooperative.id);
  const { privateKey } = keyOf(keys, cooperative.id);
  const unsigned = membershipCredential({
    issuer,
    cooperative: cooperative.id,
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
}
