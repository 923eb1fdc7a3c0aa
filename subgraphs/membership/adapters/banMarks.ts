import { createHmac } from 'node:crypto';
import type { KeyPort } from '../../kit/identity/keys.js';
import type { BanMarks } from '../service/ports.js';

const KEY_BYTES = 32;

/**
 * Marks under a key for each co-op, which rests where the other keys do and never in the database: without it nobody
 * tries nullifiers on a dump, and nobody compares two co-ops.
 */
export function banMarks(keys: KeyPort): BanMarks {
  return {
    of: (cooperativeId, nullifier) =>
      createHmac('sha256', keys.secret(`membership/bans/${cooperativeId}`, KEY_BYTES))
        .update(nullifier, 'utf8')
        .digest(),
  };
}
