import { createHash } from 'node:crypto';
import { getOperationAST, GraphQLError, specifiedRules, validate } from 'graphql';
import type {
  DocumentNode,
  GraphQLSchema,
  OperationDefinitionNode,
  ValidationContext,
  ValidationRule,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { ERRORS } from '../errors.js';
import type { Guard } from '../guard/guard.js';
import type { OperationGuard } from '../guard/operationGuard.js';
import { Complaint, Refusal, refusalOf } from '../observability/refusal.js';

/** An operation of a document that was parsed, found valid and guarded: all that does not depend on who asks, or with what. */
export interface PreparedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Stands for the document. */
  readonly id: string;
  readonly guard: OperationGuard;
  /** For the log. */
  readonly told: { readonly type: string; readonly name: string | null };
}

export interface PreparerOptions {
  guard: Guard;
  /** Bytes of prepared documents that are kept. */
  bytesMax: number;
  /** Whether clients may see the schema. */
  showsSchema: boolean;
}

interface PreparedDocument {
  readonly document: DocumentNode;
  readonly id: string;
  /** By the name that was asked for. */
  readonly operations: Map<string | null, PreparedOperation>;
}

/** A prepared document keeps its syntax tree; about this many bytes for each character. */
const BYTES_PER_CHARACTER = 60;
const STATUS = 400;

/** Prepares operations for one schema at a time, each document once as long as it is kept. */
export class Preparer {
  private documents: LRUCache<string, PreparedDocument>;
  private schema: GraphQLSchema | undefined;
  private readonly rules: readonly ValidationRule[];

  constructor(private readonly options: PreparerOptions) {
    this.documents = this.emptyCache();
    this.rules = options.showsSchema ? specifiedRules : [...specifiedRules, noIntrospection];
  }

  /** Documents kept. */
  get size(): number {
    return this.documents.size;
  }

  /** From now on operations are prepared for this schema. What was prepared for another is forgotten. */
  adopt(schema: GraphQLSchema): void {
    this.schema = schema;
    this.documents = this.emptyCache();
  }

  /**
   * @param operationName - null to take the only operation.
   * @throws Refusal with GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED, OPERATION_RESOLUTION_FAILURE, or as the guard
   *   refuses documents (400).
   */
  prepare(query: string, operationName: string | null): PreparedOperation {
    const prepared = this.documents.get(query) ?? this.read(query);
    return prepared.operations.get(operationName) ?? this.choose(prepared, operationName);
  }

  private choose(prepared: PreparedDocument, operationName: string | null): PreparedOperation {
    const { document, id, operations } = prepared;
    const operation = getOperationAST(document, operationName);
    if (!operation) {
      throw refusalOf(
        ERRORS.OPERATION_RESOLUTION_FAILURE.raise('Name one of the operations of the document.'),
      );
    }
    const schema = this.requireSchema();
    const guard = this.options.guard.prepare(schema, document, operation);
    const told = { type: operation.operation, name: operation.name?.value ?? null };
    const chosen = { schema, document, operation, id, guard, told };
    // A document has few operations, so the names that are found are few.
    operations.set(operationName, chosen);
    return chosen;
  }

  private read(query: string): PreparedDocument {
    const { guard } = this.options;
    const document = this.parsed(query);
    const { errors: maxErrors } = guard.limits;
    const errors = validate(this.requireSchema(), document, this.rules, { maxErrors });
    if (errors.length > 0) throw complaints(COMMON.GRAPHQL_VALIDATION_FAILED, errors);
    const id = createHash('sha256').update(query).digest('hex');
    const prepared: PreparedDocument = { document, id, operations: new Map() };
    this.documents.set(query, prepared, { size: query.length * BYTES_PER_CHARACTER + 1 });
    return prepared;
  }

  private parsed(query: string): DocumentNode {
    try {
      return this.options.guard.readDocument(query);
    } catch (error) {
      if (error instanceof GraphQLError) throw complaints(COMMON.GRAPHQL_PARSE_FAILED, [error]);
      throw refusalOf(error);
    }
  }

  private requireSchema(): GraphQLSchema {
    if (!this.schema) throw new Error('there is no schema yet');
    return this.schema;
  }

  private emptyCache(): LRUCache<string, PreparedDocument> {
    return new LRUCache({ maxSize: this.options.bytesMax });
  }
}

function complaints(definition: Complaint['definition'], errors: readonly GraphQLError[]): Refusal {
  return new Refusal(
    errors.map((error) => new Complaint(definition, error)),
    STATUS,
  );
}

const META_FIELDS: ReadonlySet<string> = new Set(['__schema', '__type']);

/** Where the schema is not shown, whoever asks for it hears that and nothing else of how we are set. */
function noIntrospection(context: ValidationContext) {
  return {
    Field(node: { readonly kind: 'Field'; readonly name: { readonly value: string } }): void {
      if (!META_FIELDS.has(node.name.value)) return;
      context.reportError(new GraphQLError('The schema is not shown here.', { nodes: [node as never] }));
    },
  };
}
