import { textOf } from './bytes.js';
import { canonicalize } from './canonical.js';
import { Fault } from './fault.js';

/** What stands in a log of one entry of a journal. */
export interface Leaf {
  readonly service: string;
  readonly cooperative: string;
  readonly type: string;
  readonly recordedAt: string;
  readonly digests: Readonly<Record<string, unknown>>;
  readonly commitments: Readonly<Record<string, unknown>>;
}

const NAMES = ['service', 'cooperative', 'type', 'recordedAt'] as const;

/** @throws Fault LEAF_MALFORMED unless this is JSON in canonical form with what each leaf says. */
export function readLeaf(bytes: Uint8Array, index: number): Leaf {
  const leaf = jsonIn(bytes);
  if (!isObject(leaf) || !NAMES.every((name) => typeof leaf[name] === 'string')) {
    throw new Fault('LEAF_MALFORMED', `Leaf ${index} is not in the canonical form of an entry.`);
  }
  const digests = isObject(leaf.digests) ? leaf.digests : {};
  const commitments = isObject(leaf.commitments) ? leaf.commitments : {};
  return { ...(leaf as unknown as Leaf), digests, commitments };
}

/** @throws Fault LEAF_ELSEWHERE for a leaf that says that it stands in another log than that of this name. */
export function requireOwn(leaf: Leaf, origin: string, index: number): void {
  if (origin.endsWith(`/${leaf.service}/${leaf.cooperative}`)) return;
  const where = `${leaf.service} of ${leaf.cooperative}`;
  throw new Fault('LEAF_ELSEWHERE', `Leaf ${index} says that it is of the log of ${where}.`);
}

function jsonIn(bytes: Uint8Array): unknown {
  const text = textOf(bytes);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return canonicalize(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
