import { Fault } from './fault.js';
import { HASH_BYTES } from './hash.js';

/** Hashes in a full tile, and leaves in a full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;

/** A file of a log, below the log's address. */
export interface TilePlace {
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256. */
  readonly width: number;
}

/** `x001/x234/067` for 1234067, and how many hashes a tile has that is not full. */
export function pathOf({ level, index, width }: TilePlace): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g) ?? [];
  const place = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${place}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
}

/** The tiles of a level of a log of that size, in order. */
export function* tilesOf(level: number, size: number): Generator<TilePlace> {
  const hashes = Math.floor(size / TILE_WIDTH ** level);
  for (let index = 0; index * TILE_WIDTH < hashes; index++) {
    yield { level, index, width: Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH) };
  }
}

/** @throws Fault TILE_MALFORMED */
export function hashesIn(tile: Uint8Array, place: TilePlace): Uint8Array[] {
  if (tile.length !== place.width * HASH_BYTES) {
    const bytes = `${tile.length} bytes, and not ${place.width * HASH_BYTES}`;
    throw new Fault('TILE_MALFORMED', `${pathOf(place)} has ${bytes}.`);
  }
  return Array.from({ length: place.width }, (_, at) => tile.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

/** Leaves, each behind its length in two bytes. @throws Fault BUNDLE_MALFORMED */
export function leavesIn(bundle: Uint8Array, place: TilePlace): Uint8Array[] {
  const leaves: Uint8Array[] = [];
  let at = 0;
  while (at < bundle.length) {
    const from = at + 2;
    const length = bundle.length < from ? Infinity : bundle[at]! * 256 + bundle[at + 1]!;
    if (from + length > bundle.length) {
      throw new Fault('BUNDLE_MALFORMED', `${pathOf(place)} ends within a leaf.`);
    }
    leaves.push(bundle.slice(from, from + length));
    at = from + length;
  }
  return leaves;
}
