import { call } from '../client/mutation.js';
import { toBase64url } from '../encoding/bytes.js';
import { systemRandom } from '../encoding/random.js';
import type { SigningKey } from '../keys/signingKey.js';
import { signStatement } from '../keys/statements.js';
import { eraseMyData } from '../operations/data.js';
import { exitCooperative } from '../operations/membership.js';

const NONCE_BYTES = 16;

/** The member leaves a co-op. What is signed is acted on once: who comes back and leaves again signs again. */
export function exitBy(key: SigningKey, cooperative: string) {
  return call(exitCooperative, ordered(key, 'Exit', cooperative));
}

/** Every key and byte of the member in a co-op is destroyed. There is no way back. */
export function erasureBy(key: SigningKey, cooperative: string) {
  return call(eraseMyData, ordered(key, 'Erasure', cooperative));
}

function ordered(key: SigningKey, type: 'Exit' | 'Erasure', cooperative: string) {
  const order = { cooperative, nonce: toBase64url(systemRandom(NONCE_BYTES)) };
  return { ...order, ...signStatement(key, type, { ...order, member: key.did }) };
}
