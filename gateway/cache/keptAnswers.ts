import { LRUCache } from 'lru-cache';

/** An answer of a subgraph, or its answer about one entity. */
export interface Kept {
  /** JSON: whoever is given the answer writes into its objects, so each gets objects of their own. */
  readonly text: string;
  /** What it holds, by name. */
  readonly tags: readonly string[];
  /** How far the journal had been read when it was asked for. */
  readonly place: number;
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  readonly expiresAt: number;
}

/** What objects and map entries take beside their texts; measured, rounded up. */
const BYTES_PER_ANSWER = 400;
const BYTES_PER_TAG = 24;

/** Those asked for last, up to a number of bytes. */
export class KeptAnswers {
  private readonly answers: LRUCache<string, Kept>;

  constructor(bytesMax: number) {
    this.answers = new LRUCache({ maxSize: bytesMax, sizeCalculation: bytesOf });
  }

  get size(): number {
    return this.answers.size;
  }

  find(key: string): Kept | undefined {
    return this.answers.get(key);
  }

  keep(key: string, kept: Kept): void {
    this.answers.set(key, kept);
  }

  forget(key: string): void {
    this.answers.delete(key);
  }
}

/** A character takes one byte, or two where any of its text is beyond Latin-1. */
function bytesOf({ text, tags }: Kept, key: string): number {
  return BYTES_PER_ANSWER + 2 * (text.length + key.length) + tags.length * BYTES_PER_TAG;
}
