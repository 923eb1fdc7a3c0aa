import { sha256 } from '@noble/hashes/sha2.js';

import { utf8 } from '../../encoding/bytes.js';

/** Draws that come out the same for the same name: nothing secret, nothing fair, only repeatable. */
export interface Draw {
  /** A whole number from 0 up to, but not with, `limit`. */
  below(limit: number): number;
  /** True in `percent` of a hundred. */
  chance(percent: number): boolean;
  /** The items in a drawn order. */
  shuffled<Item>(items: readonly Item[]): Item[];
}

/** @param name - what is drawn for; each name has a stream of its own, so a new draw shifts no other. */
export function drawFor(name: string): Draw {
  let block = 0;
  let words: number[] = [];
  const word = (): number => {
    if (words.length === 0) {
      const view = new DataView(sha256(utf8(`${name}#${block}`)).buffer);
      block += 1;
      words = Array.from({ length: 8 }, (_, index) => view.getUint32(index * 4));
    }
    return words.pop()!;
  };
  const below = (limit: number): number => Math.floor((word() / 2 ** 32) * limit);
  return {
    below,
    chance: (percent) => below(100) < percent,
    shuffled(items) {
      const order = [...items];
      for (let last = order.length - 1; last > 0; last -= 1) {
        const other = below(last + 1);
        [order[last], order[other]] = [order[other]!, order[last]!];
      }
      return order;
    },
  };
}
