import { createHash } from 'node:crypto';
import { getVariableValues, GraphQLError, parse } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { ERRORS } from '../errors.js';
import { costOf } from './cost.js';
import type { GuardLimits } from './limits.js';
import { measureOperations } from './measure.js';
import type { Measure } from './measure.js';
import { requireShallow, scanTokens } from './tokens.js';

/** Digests of documents known to be within the limits; 32 bytes each. */
const ADMITTED_MAX = 10_000;

/**
 * Refuses what would cost us more than it should, before it costs it: the shape of a document before validation,
 * its variables, page sizes and cost before planning.
 */
export class Guard {
  private readonly admitted = new LRUCache<string, true>({ max: ADMITTED_MAX });

  constructor(readonly limits: GuardLimits) {}

  /**
   * Judges the document's shape, which needs no schema. What is no GraphQL passes here; the parser says so better.
   *
   * @throws TOKENS_EXCEEDED, NESTING_EXCEEDED, FRAGMENT_CYCLE, DEPTH_EXCEEDED, ROOT_FIELDS_EXCEEDED,
   *   ALIASES_EXCEEDED, DIRECTIVES_EXCEEDED, SELECTIONS_EXCEEDED
   */
  admitDocument(query: string): void {
    const digest = createHash('sha256').update(query).digest('base64');
    if (this.admitted.has(digest)) return;
    const document = this.read(query);
    if (!document) return;
    for (const measure of measureOperations(document)) this.requireWithin(measure);
    this.admitted.set(digest, true);
  }

  /**
   * Judges an operation of a valid document with its variables.
   *
   * @returns what is wrong with the variables, at most `errors` of them and a last one that says there are more.
   * @throws NESTING_EXCEEDED, PAGE_SIZE_INVALID, COST_EXCEEDED
   */
  judgeOperation(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Record<string, unknown>,
  ): readonly GraphQLError[] {
    requireShallow(variables, this.limits.nesting);
    const definitions = operation.variableDefinitions ?? [];
    const { coerced, errors } = getVariableValues(schema, definitions, variables, {
      maxErrors: this.limits.errors,
    });
    if (errors) return errors;
    const cost = costOf(schema, document, operation, coerced, this.limits);
    if (cost > this.limits.cost) {
      const facts = { cost, limit: this.limits.cost };
      throw ERRORS.COST_EXCEEDED.raise('Ask for smaller pages, or for less at once.', facts);
    }
    return [];
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

  private requireWithin(measure: Measure): void {
    const { limits } = this;
    const rules = [
      { error: ERRORS.DEPTH_EXCEEDED, what: 'levels', size: measure.depth, limit: limits.depth },
      {
        error: ERRORS.ROOT_FIELDS_EXCEEDED,
        what: 'root fields',
        size: measure.fields,
        limit: limits.rootFields,
      },
      { error: ERRORS.ALIASES_EXCEEDED, what: 'aliases', size: measure.aliases, limit: limits.aliases },
      {
        error: ERRORS.DIRECTIVES_EXCEEDED,
        what: 'directives',
        size: measure.directives,
        limit: limits.directives,
      },
      {
        error: ERRORS.SELECTIONS_EXCEEDED,
        what: 'selections',
        size: measure.selections,
        limit: limits.selections,
      },
    ];
    for (const { error, what, size, limit } of rules) {
      if (size > limit) throw error.raise(`An operation has at most ${limit} ${what}.`, { size, limit });
    }
  }
}
