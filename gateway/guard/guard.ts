import { parse } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { NO_COSTS } from '../engine/planner/costTable.js';
import type { CostTable } from '../engine/planner/costTable.js';
import type { GuardLimits } from './limits.js';
import type { OperationGuard } from './operationGuard.js';
import { SchemaGuard } from './schemaGuard.js';
import { requireShape } from './operationLimits.js';
import { scanTokens } from './tokens.js';

/**
 * Refuses what would cost us more than it should, before it costs it: the shape of a document before validation,
 * its variables, page sizes and cost before planning.
 */
export class Guard {
  private readonly schemas = new WeakMap<GraphQLSchema, SchemaGuard>();

  /** @param hints - whether names of the schema may be suggested. */
  constructor(
    readonly limits: GuardLimits,
    private readonly hints: boolean,
  ) {}

  /**
   * Parses a document whose size the parser can hold, and judges its shape, which needs no schema.
   *
   * @throws TOKENS_EXCEEDED, NESTING_EXCEEDED, OPERATIONS_EXCEEDED, FRAGMENT_CYCLE, DEPTH_EXCEEDED,
   *   ROOT_FIELDS_EXCEEDED, ALIASES_EXCEEDED, DIRECTIVES_EXCEEDED, SELECTIONS_EXCEEDED, OBJECTS_EXCEEDED,
   *   OVERLAPS_EXCEEDED; and GraphQLError for what is no document.
   */
  readDocument(query: string): DocumentNode {
    scanTokens(query, this.limits);
    const document = parse(query);
    requireShape(document, this.limits);
    return document;
  }

  /** Learns what the fields of a schema cost. One that was never learned costs as if nobody had said anything of it. */
  learn(schema: GraphQLSchema, table: CostTable): void {
    this.schemas.set(schema, new SchemaGuard(schema, table, this.limits, this.hints));
  }

  /**
   * Decides everything about an operation of a valid document that does not depend on its variables; once as long as
   * its document is kept.
   */
  prepare(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): OperationGuard {
    const known = this.schemas.get(schema) ?? new SchemaGuard(schema, NO_COSTS, this.limits, this.hints);
    this.schemas.set(schema, known);
    return known.guardOf(document, operation);
  }
}
