import { GraphQLBoolean, OperationTypeNode, valueFromAST } from 'graphql';
import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../../subgraphs/kit/errors/define.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import type { OpenPlanner } from './planner/plannerWorker.js';
import { CompiledOperation } from './compiledOperation.js';
import { restoreLiterals } from './normalise/literals.js';
import { conditionVariables } from './normalise/conditions.js';
import { normalizeOperation } from './normalise/normalizeOperation.js';
import { planTexts } from './normalise/operationText.js';
import { TypeFacts } from './plan/typeFacts.js';
import { SchemaQuery } from './schemaQuery.js';
import { own } from './own.js';

/** An operation of a document that is valid for a generation's schema. */
export interface Asked {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** The document's text, or whatever else stands for it alone. */
  readonly id: string;
}

export interface GenerationOptions {
  planner: OpenPlanner;
  /** What clients see. */
  schema: GraphQLSchema;
  operationsBytesMax: number;
  errorsMax: number;
  answerBytesMax: number;
  /** As in `EngineOptions`. */
  runsBeforeSpans?: number | undefined;
  /** Whose declarations of what is public count; nobody's by default. */
  publicSubgraphs?: ReadonlySet<string> | undefined;
}

/** What runs an operation. */
export type Compiled = CompiledOperation | SchemaQuery;

/** An operation that is being planned, and for whom. */
interface UnderWay {
  readonly asker: string | undefined;
  readonly compiled: Promise<Compiled>;
}

/** Bytes that a compiled operation takes for each character of its plan's text; measured, rounded up. */
const BYTES_PER_CHARACTER = 60;
/** Most operations are run once or twice, and the code for spans takes a millisecond to make. */
const RUNS_BEFORE_SPANS = 2;

/** One supergraph at work: its schema, its planner, and the operations compiled for it. */
export class Generation {
  readonly schema: GraphQLSchema;
  private readonly types: TypeFacts;
  private readonly keyObjects: ReadonlyMap<string, readonly string[]>;
  private readonly operations: LRUCache<string, Compiled>;
  private readonly underWay = new Map<string, UnderWay>();
  private readonly conditions = new WeakMap<DocumentNode, readonly string[]>();
  /** Keys of operations that have one form. */
  private readonly keys = new WeakMap<OperationDefinitionNode, string>();

  constructor(private readonly options: GenerationOptions) {
    this.schema = options.schema;
    this.types = new TypeFacts(this.schema, options.planner.facts);
    this.keyObjects = new Map(Object.entries(options.planner.facts.keyObjects));
    this.operations = new LRUCache({ maxSize: options.operationsBytesMax });
  }

  /** Operations compiled. */
  get size(): number {
    return this.operations.size;
  }

  /**
   * @param variables - as the client gave them; only those that `@skip` and `@include` look at are read.
   * @param asker - for whom it is planned, if it has to be.
   * @throws PLANNING_FAILED, OVERLOADED, RATE_LIMITED
   */
  operationFor(
    asked: Asked,
    variables: Readonly<Record<string, unknown>>,
    asker?: string,
  ): Compiled | Promise<Compiled> {
    const names = this.conditionsOf(asked.document);
    if (names.length === 0 && !this.hasOverrides) {
      const known = this.operations.get(this.onlyKeyOf(asked));
      if (known) return known;
    }
    const values = names.map((name) => conditionValue(asked.operation, name, variables));
    const overrides = this.chooseOverrides();
    const key = keyOf(asked, values, overrides);
    const known = this.operations.get(key);
    if (known) return known;
    const conditions = new Map(names.map((name, index) => [name, values[index]!]));
    return this.join(key, asker, () => this.make(key, { ...asked, asker }, conditions, overrides));
  }

  /**
   * Waits for a planning of the same operation that is under way, or begins one. A refusal of whoever began it for what
   * they have asked before is theirs alone: who joined is judged anew, by their own budget.
   */
  private join(key: string, asker: string | undefined, make: () => Promise<Compiled>): Promise<Compiled> {
    const coming = this.underWay.get(key);
    if (!coming) {
      const compiled = make().finally(() => this.underWay.delete(key));
      this.underWay.set(key, { asker, compiled });
      return compiled;
    }
    if (coming.asker === asker) return coming.compiled;
    return coming.compiled.catch((error: unknown) => {
      if (!isOfAsker(error)) throw error;
      return this.operations.get(key) ?? this.join(key, asker, make);
    });
  }

  /** Takes leave: operations that are being planned still get their plan, and then the planner goes. */
  retire(): void {
    void this.idle().then(() => this.options.planner.close());
  }

  /** Whoever joined a planning may begin another when that one was refused. */
  private async idle(): Promise<void> {
    while (this.underWay.size > 0) {
      await Promise.allSettled([...this.underWay.values()].map(({ compiled }) => compiled));
    }
  }

  private async make(
    key: string,
    { document, operation, asker }: Asked & { asker: string | undefined },
    conditions: ReadonlyMap<string, boolean>,
    overrides: readonly string[],
  ): Promise<Compiled> {
    const { planner, errorsMax, answerBytesMax, runsBeforeSpans, publicSubgraphs } = this.options;
    const normalized = normalizeOperation(this.schema, document, operation, {
      conditions,
      keyObjects: this.keyObjects,
    });
    const texts = planTexts(normalized);
    if (texts.length === 0 && operation.operation === OperationTypeNode.QUERY) {
      const query = new SchemaQuery(this.schema, document, operation);
      const size = key.length * BYTES_PER_CHARACTER + query.keptBytes;
      this.operations.set(key, query, { size });
      return query;
    }
    const planned = await this.planAll(texts, overrides, asker);
    const plan = planned && restoreLiterals(planned, normalized);
    const publicity = publicSubgraphs && { subgraphs: publicSubgraphs, facts: planner.facts.caching };
    const compiled = new CompiledOperation({
      types: this.types,
      normalized,
      plan,
      errorsMax,
      answerBytesMax,
      runsBeforeSpans: runsBeforeSpans ?? RUNS_BEFORE_SPANS,
      publicity,
    });
    this.operations.set(key, compiled, {
      size: (key.length + JSON.stringify(plan ?? '').length) * BYTES_PER_CHARACTER,
    });
    return compiled;
  }

  /** One after another: an operation takes one place in the planner's queue, however many plans it needs. */
  private async planAll(
    texts: readonly string[],
    overrides: readonly string[],
    asker: string | undefined,
  ): Promise<QueryPlan | undefined> {
    const plans: QueryPlan[] = [];
    for (const text of texts) plans.push(await this.options.planner.plan(text, overrides, asker));
    if (plans.length < 2) return plans[0];
    const nodes = plans.flatMap(({ node }) => (node && node.kind !== 'Subscription' ? [node] : []));
    return { kind: 'QueryPlan', node: { kind: 'Sequence', nodes } };
  }

  private conditionsOf(document: DocumentNode): readonly string[] {
    const known = this.conditions.get(document);
    if (known) return known;
    const names = conditionVariables(document);
    this.conditions.set(document, names);
    return names;
  }

  private get hasOverrides(): boolean {
    return this.options.planner.facts.overrideLabels.length > 0;
  }

  private onlyKeyOf(asked: Asked): string {
    const known = this.keys.get(asked.operation) ?? keyOf(asked, [], []);
    this.keys.set(asked.operation, known);
    return known;
  }

  /** `percent(N)` overrides are on for that part of requests. */
  private chooseOverrides(): readonly string[] {
    const labels = this.options.planner.facts.overrideLabels;
    return labels.filter((label) => {
      const percent = /^percent\(([\d.]+)\)$/.exec(label)?.[1];
      return percent !== undefined && Math.random() * 100 < Number(percent);
    });
  }
}

function keyOf({ operation, id }: Asked, values: readonly boolean[], overrides: readonly string[]): string {
  return [operation.name?.value ?? '', values.map(Number).join(''), overrides.join(), id].join('\n');
}

/** Whether a refusal says something of whoever asked, and nothing of the operation. */
function isOfAsker(error: unknown): boolean {
  return error instanceof DomainError && error.code === COMMON.RATE_LIMITED.code;
}

function conditionValue(
  { variableDefinitions }: OperationDefinitionNode,
  name: string,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  const given = own(variables, name);
  if (given !== undefined) return given === true;
  const definition = variableDefinitions?.find(({ variable }) => variable.name.value === name);
  return definition?.defaultValue ? valueFromAST(definition.defaultValue, GraphQLBoolean) === true : false;
}
