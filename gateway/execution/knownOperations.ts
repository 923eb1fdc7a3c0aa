import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { PreparedGuard } from '../guard/prepared.js';

/** An operation that was parsed, validated and judged before, and may be executed at once. */
export interface KnownOperation {
  /** Only operations that were validated for the present schema count. */
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Stands for the document. */
  readonly id: string;
  readonly guard: PreparedGuard;
}

const MAX = 10_000;
/** A known operation keeps its syntax tree; about this many bytes for each character. */
const BYTES_PER_CHARACTER = 60;

/** The queries that went through everything once, by their text and name. */
export class KnownOperations {
  private readonly known: LRUCache<string, KnownOperation>;

  constructor(bytesMax: number) {
    this.known = new LRUCache({ max: MAX, maxSize: bytesMax });
  }

  get size(): number {
    return this.known.size;
  }

  remember(query: string, operationName: string | null, operation: KnownOperation): void {
    this.known.set(keyOf(query, operationName), operation, { size: query.length * BYTES_PER_CHARACTER + 1 });
  }

  find(query: string, operationName: string | null, schema: GraphQLSchema): KnownOperation | undefined {
    const found = this.known.get(keyOf(query, operationName));
    return found?.schema === schema ? found : undefined;
  }
}

function keyOf(query: string, operationName: string | null): string {
  // A name holds no line break, so no two pairs have one key.
  return operationName === null ? `\n${query}` : `${operationName}\n${query}`;
}
