import { createHash } from 'node:crypto';
import { GraphQLError, Kind, parse } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { ERRORS } from '../errors.js';
import { Coercion } from './coercion.js';
import { compileCost } from './cost/compile.js';
import { CostRules } from './cost/rules.js';
import { NO_COSTS, readCosts, saysCosts } from './cost/table.js';
import type { GuardLimits } from './limits.js';
import { measureOperations } from './measure.js';
import type { Measure } from './measure.js';
import { PreparedGuard } from './prepared.js';
import type { Judgement } from './prepared.js';
import { scanTokens } from './tokens.js';

/** Digests of documents known to be within the limits; 32 bytes each. */
const ADMITTED_MAX = 10_000;

/** Goes when its schema goes. */
interface KnownSchema {
  rules: CostRules;
  prepared: WeakMap<OperationDefinitionNode, PreparedGuard>;
}

/**
 * Refuses what would cost us more than it should, before it costs it: the shape of a document before validation,
 * its variables, page sizes and cost before planning.
 */
export class Guard {
  private readonly admitted = new LRUCache<string, true>({ max: ADMITTED_MAX });
  private readonly schemas = new WeakMap<GraphQLSchema, KnownSchema>();

  /** @param hints - whether names of the schema may be suggested. */
  constructor(
    readonly limits: GuardLimits,
    private readonly hints: boolean,
  ) {}

  /**
   * Judges the document's shape, which needs no schema. What is no GraphQL passes here; the parser says so better.
   *
   * @throws TOKENS_EXCEEDED, NESTING_EXCEEDED, OPERATIONS_EXCEEDED, FRAGMENT_CYCLE, DEPTH_EXCEEDED,
   *   ROOT_FIELDS_EXCEEDED, ALIASES_EXCEEDED, DIRECTIVES_EXCEEDED, SELECTIONS_EXCEEDED
   */
  admitDocument(query: string): void {
    const digest = createHash('sha256').update(query).digest('base64');
    if (this.admitted.has(digest)) return;
    const document = this.read(query);
    if (!document) return;
    this.requireFew(document);
    for (const measure of measureOperations(document)) this.requireWithin(measure);
    this.admitted.set(digest, true);
  }

  /**
   * Learns what the fields of a schema cost, from the definition that carries `@cost` and `@listSize`. A schema that was
   * never learned costs as if it had neither.
   *
   * @param definition - the supergraph that the schema was made of.
   */
  learn(schema: GraphQLSchema, definition: string | DocumentNode): void {
    const text = typeof definition === 'string';
    const table =
      text && !saysCosts(definition) ? NO_COSTS : readCosts(text ? parse(definition) : definition);
    this.schemas.set(schema, { rules: new CostRules(schema, table), prepared: new WeakMap() });
  }

  /** Decides everything about an operation of a valid document that does not depend on its variables. */
  prepare(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): PreparedGuard {
    return new PreparedGuard(
      new Coercion(schema, operation, { errorsMax: this.limits.errors, hints: this.hints }),
      compileCost(this.known(schema).rules, document, operation, this.limits),
      this.limits,
    );
  }

  /** Judges an operation of a valid document with its variables; prepared once as long as its document is kept. */
  judgeOperation(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Record<string, unknown>,
  ): Judgement {
    return this.preparedFor(schema, document, operation).judge(variables);
  }

  /** The judge of an operation of a valid document; made once as long as its document is kept. */
  preparedFor(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): PreparedGuard {
    const { prepared } = this.known(schema);
    const judge = prepared.get(operation) ?? this.prepare(schema, document, operation);
    prepared.set(operation, judge);
    return judge;
  }

  private known(schema: GraphQLSchema): KnownSchema {
    const known = this.schemas.get(schema) ?? {
      rules: new CostRules(schema, NO_COSTS),
      prepared: new WeakMap(),
    };
    this.schemas.set(schema, known);
    return known;
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

  private requireFew({ definitions }: DocumentNode): void {
    const { operations: limit } = this.limits;
    const size = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length;
    if (size <= limit) return;
    throw ERRORS.OPERATIONS_EXCEEDED.raise(`A document has at most ${limit} operations.`, { size, limit });
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
