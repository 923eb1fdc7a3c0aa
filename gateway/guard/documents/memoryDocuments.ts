import { LRUCache } from 'lru-cache';
import type { DocumentStore } from './documentStore.js';

const BYTES_PER_CHARACTER = 2;

/** For one gateway. */
export class MemoryDocuments implements DocumentStore {
  private readonly documents: LRUCache<string, string>;

  constructor(bytesMax: number) {
    this.documents = new LRUCache({
      maxSize: bytesMax,
      sizeCalculation: (document) => Math.max(1, document.length * BYTES_PER_CHARACTER),
    });
  }

  get size(): number {
    return this.documents.size;
  }

  get(sha256: string): string | undefined {
    return this.documents.get(sha256);
  }

  put(sha256: string, document: string): void {
    this.documents.set(sha256, document);
  }
}
