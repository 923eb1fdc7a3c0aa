import { call } from '../client/mutation.js';
import { utf8 } from '../encoding/bytes.js';
import { sha256Hex } from '../encoding/canonical.js';
import type { SigningKey } from '../keys/signingKey.js';
import { signStatement } from '../keys/statements.js';
import { withdrawBalance } from '../operations/payouts.js';

/** What is taken out of a balance, and where it goes. */
export interface Withdrawal {
  readonly cooperative: string;
  /** Minor units; the whole balance when absent. */
  readonly amountMinor?: string;
  /** Token of the payment rail; the account that it has on file when absent. */
  readonly destination?: string;
  readonly idempotencyKey: string;
}

/**
 * Pays out of the member's balance: so much, to there, once. The same withdrawal is signed by the same bytes, so it may
 * be sent again, also when a new destination has cooled off.
 */
export function withdrawalBy(key: SigningKey, withdrawal: Withdrawal) {
  const { cooperative, amountMinor = null, destination = 'default', idempotencyKey } = withdrawal;
  const order = { cooperative, amountMinor, destination, idempotencyKey };
  return call(withdrawBalance, {
    ...order,
    ...signStatement(key, 'Withdrawal', { ...order, member: key.did }),
  });
}

/**
 * What a co-op shows of a destination of payouts, which it keeps no token of: a member tells by it which of
 * `payoutDestinations` are theirs, and removes one that is not.
 *
 * @param destination - the token of the payment rail, as it was given, without surrounding blanks.
 * @returns lowercase hex.
 */
export function destinationDigest(memberId: string, destination: string): string {
  return sha256Hex(utf8(`${memberId}\n${destination.trim()}`));
}
