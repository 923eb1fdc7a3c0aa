import { execute, isNonNullType, OperationTypeNode, parse } from 'graphql';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { QueryPlan } from '@apollo/query-planner';
import { ENGINE_ERRORS } from './errors.js';
import { Mapped } from './mapped.js';
import type { TransportAnswer, SubgraphTransport } from './transport/transport.js';
import { compilePlan } from './plan/compile.js';
import type { CompiledPlan, Publicity } from './plan/compile.js';
import type { TypeFacts } from './plan/typeFacts.js';
import { REPRESENTATIONS } from './normalise/normalizeOperation.js';
import type { NormalizedOperation } from './normalise/normalizeOperation.js';
import { introspectionText } from './normalise/operationText.js';
import { requestOf } from './execute/request.js';
import { QueryPlanExecution } from './execute/queryPlanExecution.js';
import type { Transports } from './execute/queryPlanExecution.js';
import { SinkFull } from './response/sink.js';
import { AnswerText, answerTooLarge } from './response/answer.js';
import { SpecResponseWriter } from './response/specResponseWriter.js';
import type { Written } from './response/answer.js';
import { CompiledResponseWriter } from './response/compiledResponseWriter.js';
import { ObjectShape } from './response/shape.js';
import { spanPlanOf } from './spans/spanPlan.js';
import { SpanTrial } from './spans/spanTrial.js';

/** The name of what answers questions about the schema, as a subgraph among the others. */
const SCHEMA = '#schema';

export interface ExecuteOptions<Context> {
  transports: Transports<Context>;
  /** By name, as the client gave them. */
  variables: Readonly<Record<string, unknown>>;
  context: Context;
}

export interface CompiledOperationOptions {
  types: TypeFacts;
  normalized: NormalizedOperation;
  /** Undefined for an operation that no subgraph is asked for. */
  plan: QueryPlan | undefined;
  errorsMax: number;
  answerBytesMax: number;
  runsBeforeSpans: number;
  /** Without it nothing is public. */
  publicity?: Publicity | undefined;
}

/** An operation of one form, planned and compiled; run any number of times, at once too. */
export class CompiledOperation {
  private readonly plan: CompiledPlan;
  private readonly shape: ObjectShape;
  private readonly compiledWriter: CompiledResponseWriter;
  private readonly spanTrial: SpanTrial;
  /** Keys of the fields without which a mutation answers nothing at all. */
  private readonly required: readonly string[];
  /** Whether it asks for some of the schema beside other things. */
  private readonly asksSchema: boolean;

  constructor(private readonly options: CompiledOperationOptions) {
    const { types, normalized } = options;
    this.plan = compilePlan(withIntrospection(options.plan, normalized), types, options.publicity);
    this.asksSchema = this.plan.steps.some(({ step }) => step.subgraph === SCHEMA);
    this.shape = new ObjectShape(normalized.root, this.plan.root, [normalized.selections], types);
    this.compiledWriter = new CompiledResponseWriter(this.shape, types);
    this.spanTrial = new SpanTrial(() => spanPlanOf(this.plan, this.shape, types), options.runsBeforeSpans);
    requireFetched(this.shape, this.plan, types);
    const isMutation = normalized.operation.operation === OperationTypeNode.MUTATION;
    const fields = isMutation ? this.shape.fieldsOf(this.shape.type.name) : [];
    this.required = fields.filter(({ type }) => isNonNullType(type)).map(({ key }) => key);
  }

  async execute<Context>({ transports, variables, context }: ExecuteOptions<Context>): Promise<Written> {
    const run = this.start({ transports, variables, context });
    await run.all();
    const written = this.write(run);
    const { maxAgeSeconds } = this.plan;
    // Errors count even where no place shows them.
    const isWhole = !run.hasFailed && run.faults.isEmpty && written.errors.length === 0;
    if (maxAgeSeconds === undefined || !isWhole) return written;
    return { data: written.data.lasting(maxAgeSeconds), errors: [] };
  }

  /** One answer for each event of the operation's source, completed by the rest of the plan. */
  subscribe<Context>(options: ExecuteOptions<Context>): AsyncGenerator<Written, void, void> {
    const { transports, variables, context } = options;
    const [source] = this.plan.steps;
    const link = source && transports.get(source.step.subgraph);
    if (!source || !this.plan.isSubscription || !link?.subscribe)
      throw new Error('this operation has no source of events');
    const events = link.subscribe(requestOf(source.step, this.freed(variables)), context);
    return new Mapped(events, async (answer) => {
      const run = this.start(options);
      run.accept(source, answer);
      await run.all([source.step.index]);
      return this.write(run);
    });
  }

  private start<Context>({
    transports,
    variables,
    context,
  }: ExecuteOptions<Context>): QueryPlanExecution<Context> {
    const { types } = this.options;
    const all = this.asksSchema
      ? new Map<string, SubgraphTransport<Context>>(transports).set(SCHEMA, schemaLink(types.schema))
      : transports;
    return new QueryPlanExecution({
      plan: this.plan,
      types,
      transports: all,
      variables: this.freed(variables),
      required: this.required,
      spans: this.spanTrial.next(),
      context,
    });
  }

  private freed(variables: ExecuteOptions<unknown>['variables']): ExecuteOptions<unknown>['variables'] {
    const { freed } = this.options.normalized;
    return freed === undefined ? variables : { ...variables, [freed]: variables[REPRESENTATIONS] };
  }

  /** @throws ANSWER_TOO_LARGE */
  private write(run: QueryPlanExecution<unknown>): Written {
    const { types, errorsMax, answerBytesMax } = this.options;
    const { faults, hasFailed, root } = run;
    try {
      const spans = run.spanWriter?.write(root, answerBytesMax);
      if (run.beganOnSpans) this.spanTrial.note(spans !== undefined);
      if (spans) return { data: AnswerText.ofDocument(spans), errors: [] };
      run.leaveSpans();
      const document =
        hasFailed || !faults.isEmpty ? undefined : this.compiledWriter.write(root, answerBytesMax);
      if (document) return { data: AnswerText.ofDocument(document), errors: [] };
    } catch (error) {
      throw error instanceof SinkFull ? answerTooLarge(answerBytesMax) : error;
    }
    return new SpecResponseWriter(types, faults, errorsMax).write(this.shape, root);
  }
}

function withIntrospection(plan: QueryPlan | undefined, normalized: NormalizedOperation): QueryPlan {
  const operation = introspectionText(normalized);
  const planned: QueryPlan = plan ?? { kind: 'QueryPlan' };
  if (operation === undefined) return planned;
  const fetch = {
    kind: 'Fetch' as const,
    serviceName: SCHEMA,
    operation,
    operationName: undefined,
    operationKind: normalized.operation.operation,
    variableUsages: (normalized.operation.variableDefinitions ?? []).map(
      ({ variable }) => variable.name.value,
    ),
  };
  const node = planned.node;
  if (node?.kind === 'Subscription') return planned;
  return { kind: 'QueryPlan', node: node ? { kind: 'Parallel', nodes: [fetch, node] } : fetch };
}

function schemaLink<Context>(schema: GraphQLSchema): SubgraphTransport<Context> {
  return {
    name: SCHEMA,
    async send(request): Promise<TransportAnswer> {
      const result = await execute({
        schema,
        document: parse(request.query, { noLocation: true }),
        variableValues: request.variables(),
      });
      return {
        // Objects of a prototype of their own would not take slots as others do.
        data: result.data,
        errors: result.errors?.map((error): GraphQLFormattedError => error.toJSON()),
      };
    },
  };
}

/** A root field that no step asks for would be null without a word. @throws FIELD_UNREACHABLE */
function requireFetched(shape: ObjectShape, { root }: CompiledPlan, types: TypeFacts): void {
  for (const { name, key } of shape.fieldsOf(shape.type.name)) {
    if (name === '__typename') continue;
    const isFetched = root.sources.some((_, index) => root.selects(index, key, shape.type.name, types));
    if (!isFetched) {
      throw ENGINE_ERRORS.FIELD_UNREACHABLE.raise(`No subgraph can be asked for ${shape.type.name}.${name}.`);
    }
  }
}
