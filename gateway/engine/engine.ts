import type { GatewayInterface, GatewayExecutionResult } from '@apollo/server-gateway-interface';
import type { GraphQLSchema } from 'graphql';
import { refusalOf } from '../observability/refusal.js';
import type { SubgraphAddress, SupergraphFacts } from './planner/planner.js';
import type { PlannerWorker } from './planner/plannerWorker.js';
import { AnswerError } from './response/answer.js';
import { Generation } from './generation.js';
import type { Asked } from './generation.js';
import { readSchema } from './readSchema.js';
import type { Transports } from './execute/queryPlanExecution.js';
import { SchemaQuery } from './schemaQuery.js';
import type { Written } from './response/written.js';

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
  /** Errors told in one answer. */
  errorsMax: number;
  /** Bytes of one answer. */
  answerBytesMax: number;
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

type SchemaListener = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];

/**
 * Plans and executes operations over a supergraph, which may be exchanged while they run: each finishes on the
 * generation that it began with.
 */
export class Engine<Context> {
  private readonly listeners = new Set<SchemaListener>();
  /** Operations validated for a schema are executed with it, even if another has come meanwhile. */
  private readonly supergraphs = new WeakMap<GraphQLSchema, ActiveSupergraph<Context>>();
  private current: ActiveSupergraph<Context>;

  private constructor(
    private readonly options: EngineOptions<Context>,
    first: ActiveSupergraph<Context>,
    private supergraphSdl: string,
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

  /** Operations compiled for the present generation. */
  get compiled(): number {
    return this.current.generation.size;
  }

  /** @throws PLANNING_FAILED, OVERLOADED, ANSWER_TOO_LARGE. What subgraphs do wrong is in the answer's errors. */
  async execute({ schema, document, operation, id, variables, context }: Request<Context>): Promise<Written> {
    const { generation, transports } = this.supergraphOf(schema);
    const compiled = await generation.operationFor(
      { document, operation, id },
      variables,
      this.askerOf(context),
    );
    return compiled.execute({ transports, variables, context });
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
    this.supergraphSdl = supergraphSdl;
    for (const listener of this.listeners) this.tell(listener);
    last.generation.retire();
  }

  /** As Apollo Server takes it. */
  forApollo(): GatewayInterface {
    return {
      load: async () => {
        for (const listener of this.listeners) this.tell(listener);
        return {
          executor: async ({
            schema,
            document,
            operation,
            queryHash,
            request,
            context,
          }): Promise<GatewayExecutionResult> => {
            const { data, errors } = await this.executeOrRefuse({
              schema,
              document,
              operation,
              id: queryHash,
              variables: request.variables ?? {},
              context: context as Context,
            });
            return {
              data: data as unknown as Record<string, unknown>,
              ...(errors.length > 0 && { errors: errors.map((error) => new AnswerError(error)) }),
            };
          },
        };
      },
      onSchemaLoadOrUpdate: (listener) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
      },
      stop: async () => this.current.generation.retire(),
    };
  }

  /** As `execute`; refusals carry the HTTP status that Apollo Server answers with. */
  private async executeOrRefuse(request: Request<Context>): Promise<Written> {
    try {
      return await this.execute(request);
    } catch (error) {
      throw refusalOf(error);
    }
  }

  private tell(listener: SchemaListener): void {
    listener({ apiSchema: this.schema, coreSupergraphSdl: this.supergraphSdl });
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
  const schema = await readSchema(planner.facts);
  const generation = new Generation({
    planner,
    schema,
    operationsBytesMax: options.planCacheMib * BYTES_PER_MIB,
    errorsMax: options.errorsMax,
    answerBytesMax: options.answerBytesMax,
    publicSubgraphs: options.publicSubgraphs,
  });
  options.opened?.(schema, planner.facts);
  return { generation, transports: options.transportsTo(planner.facts.subgraphs, schema) };
}
