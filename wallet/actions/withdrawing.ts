import { utf8 } from '../encoding/bytes.js';
import { sha256Hex } from '../encoding/canonical.js';

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
