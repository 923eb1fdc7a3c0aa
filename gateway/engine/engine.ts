import type { GraphQLSchema } from 'graphql';
import type { SubgraphAddress, SupergraphFacts } from './planner/planner.js';
import type { OpenPlanner, PlannerWorker } from './planner/plannerWorker.js';
import { Generation } from './generation.js';
import type { Asked } from './generation.js';
import { readSchema } from './readSchema.js';
import type { Transports } from './execute/queryPlanExecution.js';
import { SchemaQuery } from './schemaQuery.js';
import type { Written } from './response/answer.js';

const BYTES_PER_MIB = 2 ** 20;

export interface EngineOptions<Context> {
  supergraphSdl: string;
  plannerWorker: PlannerWorker;
  /** For whom an operation is planned: a viewer, or an address. All are one by default. */
  askerOf?: ((context: Context) => string) | undefined;
  /** By subgraph name; one for each subgraph of the supergraph. Asked anew for each generation. */
  transportsTo(subgraphs: readonly SubgraphAddress[], schema: GraphQLSchema): Transports<Context>;
  /** Hears of each supergraph before it serves. */
  opened?(schema: GraphQLSchema, facts: SupergraphFacts): void;
  /** For compiled operations. */
  planCacheMib: number;
  /** Errors in one answer. */
  errorsMax: number;
  /** Bytes of one answer. */
  answerBytesMax: number;
  /** Runs of an operation before code is made that reads its answers without parsing them; 2 by default. */
  runsBeforeSpans?: number;
  /** Subgraphs whose declarations of what is public count; none by default. */
  publicSubgraphs?: ReadonlySet<string>;
}

export interface Request<Context> extends Asked {
  /** The schema that the document was validated for; of the present generation by default. */
  schema?: GraphQLSchema;
  /** As the client gave them, found to be good. */
  variables: Readonly<Record<string, unknown>>;
  context: Context;
}

interface ActiveSupergraph<Context> {
  readonly generation: Generation;
  readonly transports: Transports<Context>;
}

/** @param schema - what clients see. */
type SupergraphListener = (schema: GraphQLSchema, supergraphSdl: string) => void;

/**
 * Plans and executes operations over a supergraph, which may be exchanged while they run: each finishes on the
 * generation that it began with.
 */
export class Engine<Context> {
  private readonly listeners = new Set<SupergraphListener>();
  /** Operations validated for a schema are executed with it, even if another has come meanwhile. */
  private readonly supergraphs = new WeakMap<GraphQLSchema, ActiveSupergraph<Context>>();
  private current: ActiveSupergraph<Context>;

  private constructor(
    private readonly options: EngineOptions<Context>,
    first: ActiveSupergraph<Context>,
    private sdl: string,
  ) {
    this.current = first;
    this.supergraphs.set(first.generation.schema, first);
  }

  /** @throws Error for a supergraph that cannot be run, naming why. */
  static async start<Context>(options: EngineOptions<Context>): Promise<Engine<Context>> {
    return new Engine(options, await open(options, options.supergraphSdl), options.supergraphSdl);
  }

  /** What clients see at present. */
  get schema(): GraphQLSchema {
    return this.current.generation.schema;
  }

  /** The supergraph at present. */
  get supergraphSdl(): string {
    return this.sdl;
  }

  /** Operations compiled for the present generation. */
  get compiled(): number {
    return this.current.generation.size;
  }

  /** @throws PLANNING_FAILED, OVERLOADED, ANSWER_TOO_LARGE. What subgraphs do wrong is in the answer's errors. */
  async execute({ schema, document, operation, id, variables, context }: Request<Context>): Promise<Written> {
    const { generation, transports } = this.supergraphOf(schema);
    const found = generation.operationFor({ document, operation, id }, variables, this.askerOf(context));
    // What is known is not waited for.
    const compiled = found instanceof Promise ? await found : found;
    return await compiled.execute({ transports, variables, context });
  }

  /** One answer for each event. @throws PLANNING_FAILED, OVERLOADED */
  async subscribe({
    schema,
    document,
    operation,
    id,
    variables,
    context,
  }: Request<Context>): Promise<AsyncGenerator<Written, void, void>> {
    const { generation, transports } = this.supergraphOf(schema);
    const compiled = await generation.operationFor(
      { document, operation, id },
      variables,
      this.askerOf(context),
    );
    if (compiled instanceof SchemaQuery) throw new Error('this operation has no source of events');
    return compiled.subscribe({ transports, variables, context });
  }

  /** Goes over to another supergraph; on failure the present one stays. @throws Error */
  async swap(supergraphSdl: string): Promise<void> {
    const next = await open(this.options, supergraphSdl);
    const last = this.current;
    this.supergraphs.set(next.generation.schema, next);
    this.current = next;
    this.sdl = supergraphSdl;
    for (const listener of this.listeners) listener(this.schema, supergraphSdl);
    last.generation.retire();
  }

  /** @param listener - hears of each supergraph that the engine goes over to. @returns what ends that. */
  onSupergraph(listener: SupergraphListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** After the last operation. */
  stop(): void {
    this.current.generation.retire();
  }

  private askerOf(context: Context): string | undefined {
    return this.options.askerOf?.(context);
  }

  private supergraphOf(schema: GraphQLSchema | undefined): ActiveSupergraph<Context> {
    return (schema && this.supergraphs.get(schema)) ?? this.current;
  }
}

async function open<Context>(
  options: EngineOptions<Context>,
  supergraphSdl: string,
): Promise<ActiveSupergraph<Context>> {
  const planner = await options.plannerWorker.open(supergraphSdl);
  try {
    return await openWith(planner, options);
  } catch (error) {
    planner.close();
    throw error;
  }
}

async function openWith<Context>(
  planner: OpenPlanner,
  options: EngineOptions<Context>,
): Promise<ActiveSupergraph<Context>> {
  const schema = await readSchema(planner.facts);
  const generation = new Generation({
    planner,
    schema,
    operationsBytesMax: options.planCacheMib * BYTES_PER_MIB,
    errorsMax: options.errorsMax,
    answerBytesMax: options.answerBytesMax,
    runsBeforeSpans: options.runsBeforeSpans,
    publicSubgraphs: options.publicSubgraphs,
  });
  options.opened?.(schema, planner.facts);
  return { generation, transports: options.transportsTo(planner.facts.subgraphs, schema) };
}
