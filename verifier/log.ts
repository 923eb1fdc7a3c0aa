import { same, textOf, toHex } from './bytes.js';
import { openCheckpoint, witnessesOf } from './checkpoint.js';
import type { Checkpoint } from './checkpoint.js';
import { Fault } from './fault.js';
import type { Tell } from './fault.js';
import { leafHash } from './hash.js';
import { readLeaf, requireOwn } from './leaf.js';
import type { Leaf } from './leaf.js';
import { GrowingTree, rootOf } from './merkle.js';
import type { VerifierKey } from './note.js';
import { checkOpening } from './opening.js';
import type { Opening } from './opening.js';
import { bytesMaxOf, CHECKPOINT_BYTES_MAX } from './source.js';
import type { LogFiles } from './source.js';
import { hashesIn, leavesIn, pathOf, TILE_WIDTH, tilesOf } from './tiles.js';
import type { TilePlace } from './tiles.js';

export interface LogChecks {
  /** The log's, which the reader has from elsewhere than from the log. */
  readonly key: VerifierKey;
  /** Heads of the same log that the reader has kept, or has from another reader: whole notes. */
  readonly against: readonly string[];
  /** The reader's own witnesses, and how many of them must have signed the head. */
  readonly witnesses: readonly VerifierKey[];
  readonly quorum: number;
  /** Private parts that were shown to the reader. */
  readonly openings: readonly Opening[];
  /** The largest log that is read. */
  readonly leavesMax: number;
  /** Hears of each leaf; that the whole log holds is known only at the end. */
  readonly onLeaf?: (leaf: Leaf, index: number) => void;
}

/**
 * Checks a whole log: that its head is signed, that its leaves make the root that was signed, in that order and no others,
 * that every earlier head is how it began, and that what was opened is what was committed to.
 *
 * @param tell - hears of each check that was passed.
 * @returns the head, to be kept for the next time.
 * @throws Fault, named for what is wrong.
 */
export async function verifyLog(files: LogFiles, checks: LogChecks, tell: Tell): Promise<Checkpoint> {
  const { key, witnesses, quorum } = checks;
  const head = openCheckpoint(textIn(await files.read('checkpoint', CHECKPOINT_BYTES_MAX)), key);
  tell(
    `the head is of the log ${head.origin}, with ${counted(head.size, 'leaf', 'leaves')}, and signed by its key`,
  );
  const seen = witnessesOf(head, witnesses, quorum);
  if (witnesses.length > 0)
    tell(`${seen.length} of your ${witnesses.length} witnesses have signed it: ${seen.join(', ')}`);
  const earlier = checks.against.map((note) => openEarlier(note, head, key));
  if (head.size > BigInt(checks.leavesMax)) {
    throw new Fault(
      'LOG_TOO_LARGE',
      `The log has ${head.size} leaves; ${checks.leavesMax} are read at most.`,
    );
  }
  const { tree, rootsAt, tiles } = await readLeaves(files, head, earlier, checks);
  tell(
    `each of ${counted(tree.size, 'leaf', 'leaves')} in ${counted(tiles, 'bundle', 'bundles')} is canonical, names this log, and has the hash that the tiles say`,
  );
  if (!same(tree.root(), head.root)) {
    throw new Fault('ROOT_DIFFERS', 'The leaves do not make the root that was signed.');
  }
  tell(`the leaves make the root that was signed: ${toHex(head.root)}`);
  for (const { size, root } of earlier) {
    if (!same(rootsAt.get(Number(size))!, root)) {
      throw new Fault(
        'HISTORY_REWRITTEN',
        `The log does not begin with what it was at ${size} leaves. Both heads are signed: together they prove it.`,
      );
    }
    tell(`the log begins with what it was at ${size} leaves`);
  }
  if (checks.openings.length > 0)
    tell(
      `${counted(checks.openings.length, 'private part opens', 'private parts open')} what the leaves commit to`,
    );
  return head;
}

/** @throws Fault as `openCheckpoint`; ROLLED_BACK, ROOT_SIGNED_TWICE */
function openEarlier(note: string, head: Checkpoint, key: VerifierKey): Checkpoint {
  const earlier = openCheckpoint(note, key);
  const { size, root } = earlier;
  if (size > head.size) {
    throw new Fault('ROLLED_BACK', `The log had ${size} leaves by a signed head, and has ${head.size}.`);
  }
  if (size === head.size && !same(root, head.root)) {
    throw new Fault(
      'ROOT_SIGNED_TWICE',
      `Two roots were signed for ${size} leaves. Both heads are signed: together they prove it.`,
    );
  }
  return earlier;
}

interface Read {
  readonly tree: GrowingTree;
  /** The roots at the sizes of earlier heads. */
  readonly rootsAt: ReadonlyMap<number, Uint8Array>;
  readonly tiles: number;
}

async function readLeaves(
  files: LogFiles,
  head: Checkpoint,
  earlier: readonly Checkpoint[],
  { openings, onLeaf }: Pick<LogChecks, 'openings' | 'onLeaf'>,
): Promise<Read> {
  const size = Number(head.size);
  const wanted = new Set(earlier.map((one) => Number(one.size)));
  const opened = byIndex(openings, size);
  const tree = new GrowingTree();
  const rootsAt = new Map<number, Uint8Array>();
  const note = (): void => void (wanted.has(tree.size) && rootsAt.set(tree.size, tree.root()));
  note();
  let tiles = 0;
  let full: Uint8Array[] = [];
  for (const place of tilesOf(0, size)) {
    const bundle = { ...place, level: 'entries' as const };
    const [tile, entries] = await Promise.all([readTile(files, place), readTile(files, bundle)]);
    const from = place.index * TILE_WIDTH;
    const leaves = leavesIn(entries, bundle);
    const hashes = leaves.map(leafHash);
    requireSame(hashes, hashesIn(tile, place), from);
    leaves.forEach((bytes, at) => {
      const leaf = readLeaf(bytes, from + at);
      requireOwn(leaf, head.origin, from + at);
      for (const opening of opened.get(from + at) ?? []) checkOpening(leaf, opening);
      onLeaf?.(leaf, from + at);
      tree.add(hashes[at]!);
      note();
    });
    if (place.width === TILE_WIDTH) full.push(rootOf(hashes));
    tiles += 1;
  }
  for (let level = 1; full.length > 0; level++) full = await checkLevel(files, level, size, full);
  return { tree, rootsAt, tiles };
}

/** Holds the tiles of a level to the roots of the full ones below. @returns the roots of its own full ones. */
async function checkLevel(
  files: LogFiles,
  level: number,
  size: number,
  hashes: readonly Uint8Array[],
): Promise<Uint8Array[]> {
  const full: Uint8Array[] = [];
  for (const place of tilesOf(level, size)) {
    const told = hashesIn(await readTile(files, place), place);
    const own = hashes.slice(place.index * TILE_WIDTH, place.index * TILE_WIDTH + place.width);
    if (!own.every((hash, at) => same(hash, told[at]!))) {
      throw new Fault('TILE_DIFFERS', `${pathOf(place)} has other hashes than the tiles below it make.`);
    }
    if (place.width === TILE_WIDTH) full.push(rootOf(own));
  }
  return full;
}

/** A tile that has been filled since need not be kept as it was: the full one begins with it. */
async function readTile(files: LogFiles, place: TilePlace): Promise<Uint8Array> {
  const isFull = place.width === TILE_WIDTH;
  try {
    return await files.read(pathOf(place), bytesMaxOf(place));
  } catch (error) {
    if (isFull || !(error instanceof Fault) || error.code !== 'FILE_MISSING') throw error;
  }
  const full = { ...place, width: TILE_WIDTH };
  const bytes = await files.read(pathOf(full), bytesMaxOf(full));
  if (place.level !== 'entries') return bytes.slice(0, bytesMaxOf(place));
  const leaves = leavesIn(bytes, full).slice(0, place.width);
  return bytes.slice(
    0,
    leaves.reduce((length, leaf) => length + 2 + leaf.length, 0),
  );
}

/**
 * @param hashes - of the leaves that are there. @param told - what the tile says of them.
 * @throws Fault LEAF_DROPPED, LEAF_INSERTED, LEAVES_REORDERED, LEAF_CHANGED
 */
function requireSame(hashes: readonly Uint8Array[], told: readonly Uint8Array[], from: number): void {
  const at = told.findIndex((hash, index) => !hashes[index] || !same(hash, hashes[index]));
  if (at < 0 && hashes.length === told.length) return;
  const place = from + (at < 0 ? told.length : at);
  if (hashes.length < told.length) {
    throw new Fault('LEAF_DROPPED', `A leaf is not there any more, from ${place} on the others do not fit.`);
  }
  if (hashes.length > told.length) {
    throw new Fault(
      'LEAF_INSERTED',
      `A leaf is there that was not signed, from ${place} on the others do not fit.`,
    );
  }
  if (sorted(hashes) === sorted(told)) {
    throw new Fault('LEAVES_REORDERED', `The leaves are in another order than was signed, from ${place} on.`);
  }
  throw new Fault('LEAF_CHANGED', `Leaf ${place} is not the one that was signed.`);
}

/** In words, for people. */
export function counted(count: number | bigint, one: string, many: string): string {
  return `${count} ${BigInt(count) === 1n ? one : many}`;
}

function sorted(hashes: readonly Uint8Array[]): string {
  return hashes.map(toHex).sort().join();
}

/** @throws Fault OPENING_BEYOND */
function byIndex(openings: readonly Opening[], size: number): Map<number, Opening[]> {
  const found = new Map<number, Opening[]>();
  for (const opening of openings) {
    if (opening.index >= size) {
      throw new Fault(
        'OPENING_BEYOND',
        `A private part is said to be of leaf ${opening.index}, beyond the end of the log.`,
      );
    }
    found.set(opening.index, [...(found.get(opening.index) ?? []), opening]);
  }
  return found;
}

function textIn(bytes: Uint8Array): string {
  const text = textOf(bytes);
  if (text === undefined) throw new Fault('NOTE_MALFORMED', 'The head is no text.');
  return text;
}
