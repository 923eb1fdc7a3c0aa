import { createHash } from 'node:crypto';
import { GraphQLError, parse } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { NO_COSTS } from './cost/table.js';
import type { CostTable } from './cost/table.js';
import type { GuardLimits } from './limits.js';
import type { PreparedGuard } from './prepared.js';
import { SchemaGuard } from './schemaGuard.js';
import { requireShape } from './shape.js';
import { scanTokens } from './tokens.js';

/** Digests of documents known to be within the limits; 32 bytes each. */
const ADMITTED_MAX = 10_000;

/**
 * Refuses what would cost us more than it should, before it costs it: the shape of a document before validation,
 * its variables, page sizes and cost before planning.
 */
export class Guard {
  private readonly admitted = new LRUCache<string, true>({ max: ADMITTED_MAX });
  private readonly schemas = new WeakMap<GraphQLSchema, SchemaGuard>();

  /** @param hints - whether names of the schema may be suggested. */
  constructor(
    readonly limits: GuardLimits,
    private readonly hints: boolean,
  ) {}

  /**
   * Judges the document's shape, which needs no schema. What is no GraphQL passes here; the parser says so better.
   *
   * @throws TOKENS_EXCEEDED, NESTING_EXCEEDED, OPERATIONS_EXCEEDED, FRAGMENT_CYCLE, DEPTH_EXCEEDED,
   *   ROOT_FIELDS_EXCEEDED, ALIASES_EXCEEDED, DIRECTIVES_EXCEEDED, SELECTIONS_EXCEEDED, OBJECTS_EXCEEDED,
   *   OVERLAPS_EXCEEDED
   */
  admitDocument(query: string): void {
    const digest = createHash('sha256').update(query).digest('base64');
    if (this.admitted.has(digest)) return;
    const document = this.read(query);
    if (!document) return;
    requireShape(document, this.limits);
    this.admitted.set(digest, true);
  }

  /** Learns what the fields of a schema cost. One that was never learned costs as if nobody had said anything of it. */
  learn(schema: GraphQLSchema, table: CostTable): void {
    this.schemas.set(schema, new SchemaGuard(schema, table, this.limits, this.hints));
  }

  /**
   * Decides everything about an operation of a valid document that does not depend on its variables; once as long as
   * its document is kept.
   */
  prepare(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): PreparedGuard {
    const known = this.schemas.get(schema) ?? new SchemaGuard(schema, NO_COSTS, this.limits, this.hints);
    this.schemas.set(schema, known);
    return known.guardOf(document, operation);
  }

  private read(query: string): DocumentNode | undefined {
    try {
      scanTokens(query, this.limits);
      return parse(query, { noLocation: true });
    } catch (error) {
      if (error instanceof GraphQLError) return undefined;
      throw error;
    }
  }
}
