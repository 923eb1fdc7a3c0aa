import { OperationTypeNode } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Pause } from '../../subgraphs/kit/http/pause.js';
import { ERRORS } from '../errors.js';
import { Freshness } from '../cache/freshness.js';
import type { GatewayContext, Listener } from './requestContext.js';
import type { Engine } from '../engine/engine.js';
import type { RequestBody, Resolved } from '../guard/documents/documents.js';
import type { RequestGuards } from '../guard/requestGuards.js';
import type { Caller } from '../guard/rate/rateGate.js';
import type { Identity } from '../identity/identity.js';
import { laterOf } from '../identity/positions.js';
import type { PositionMemory, Positions } from '../identity/positions.js';
import type { ErrorFormatter } from '../observability/errorFormatter.js';
import { domainErrorOf, Refusal, refusal, refusalOf, refusalOfAll } from '../observability/refusal.js';
import type { RequestTrace } from '../observability/requestTrace.js';
import { operationRequestIn } from './operationRequest.js';
import type { OperationRequest } from './operationRequest.js';
import type { Outcome } from './outcome.js';
import type { PreparedOperation, Preparer } from './prepare.js';
import { SubscriptionContext } from './subscriptionContext.js';
import { writeAnswer, writeRefusal } from './write.js';

/** A GraphQL request, whichever transport it came by. */
export interface PipelineRequest {
  /** By lower-case name, with the request id. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the other end of the connection, which may be a proxy. */
  readonly address: string | undefined;
  /** What was sent; not asked for where its caller may send nothing now. @throws Refusal */
  read(): RequestBody;
  /** Which operations the transport carries: over a GET queries alone, to a stream of events perhaps subscriptions alone. */
  readonly carries: 'all' | OperationTypeNode.QUERY | OperationTypeNode.SUBSCRIPTION;
  /** Who takes the answers of a subscription; without one, there are none. */
  readonly listener?: Listener | undefined;
  /** Gives its place among the requests in flight to others, while it waits to see what was written before. */
  readonly pause?: Pause | undefined;
  readonly trace: RequestTrace;
}

export interface PipelineOptions {
  guards: Pick<RequestGuards, 'guard' | 'rates' | 'documents' | 'callers'>;
  identity: Pick<Identity, 'identify'>;
  preparer: Preparer;
  engine: Pick<Engine<GatewayContext>, 'execute' | 'subscribe'>;
  errors: ErrorFormatter;
  /** Where the positions of sessions are kept; without it nothing is. */
  positions?: PositionMemory | undefined;
  /** Headers of the client that go on to the subgraphs. */
  forwarded?: (headers: PipelineRequest['headers']) => Readonly<Record<string, string>> | undefined;
  /** Hears of each operation that is about to be executed. */
  admitted?:
    ((schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) => void) | undefined;
  /** Milliseconds that a request, or the answer to one event of a subscription, may take as a whole. */
  deadlineMs: number;
  answerBytesMax: number;
  /** Hears what went wrong with work that nobody waits for. */
  warn: (error: unknown) => void;
}

/** How far a request has come. */
interface Progress {
  /** Who pays for its refusal: known once it was read, and until its operation is paid. */
  payer: Caller | undefined;
  /** Whether it was well formed, and its caller may ask. */
  isAdmitted: boolean;
}

/**
 * The way of every request: read → identify → resolve the document → prepare → judge → charge → execute → write. Each
 * stage takes what the one before it found. What was prepared before is a cache's hit, and nothing else is different.
 *
 * @see decisions/0001-one-pipeline.md
 */
export class Pipeline {
  constructor(private readonly options: PipelineOptions) {}

  /** Never rejects: what is refused, and what fails, is an answer too. */
  run(request: PipelineRequest): Promise<Outcome> {
    const progress: Progress = { payer: undefined, isAdmitted: false };
    return this.pass(request, progress).catch((error) => this.refuse(error, request, progress));
  }

  private async pass(request: PipelineRequest, progress: Progress): Promise<Outcome> {
    const { guards, identity, errors, engine } = this.options;
    const { rates } = guards;
    const { headers, trace } = request;
    const deadline = performance.now() + this.options.deadlineMs;

    const comer = this.callerOf(request);
    const sent = request.read();

    progress.payer = comer;
    const asker = await identity.identify(headers);
    const caller = asker.viewer ? { ...comer, viewer: asker.viewer.did } : comer;
    if (asker.viewer) rates.requireOpen((progress.payer = caller));

    const resolving = guards.documents.resolve(sent);
    const resolved = resolving instanceof Promise ? await resolving : resolving;
    const asked = operationRequestIn(resolved.body);

    const prepared = this.prepare(asked, resolved, progress);
    requireCarried(prepared.operation.operation, request);
    trace.operation = prepared.told;

    const judgement = prepared.guard.judge(asked.variables);
    if (judgement.errors) throw refusalOfAll(judgement.errors);

    const kind = prepared.operation.operation;
    progress.payer = undefined;
    const charging = rates.charge(caller, judgement.cost, kind === OperationTypeNode.MUTATION);
    if (charging) await charging;

    const { schema, document, operation, id } = prepared;
    this.options.admitted?.(schema, document, operation);
    const { listener, pause } = request;
    const context: GatewayContext = {
      identity: asker,
      caller,
      receipts: [],
      deadline,
      freshness: new Freshness(),
      listener,
      pause,
      forwarded: this.options.forwarded?.(headers),
    };
    const execution = { schema, document, operation, id, variables: asked.variables };
    if (kind === OperationTypeNode.SUBSCRIPTION) {
      // Whoever is refused for anything else takes nobody's place; who finds none costs no planning and no subgraph's work.
      listener?.enter?.(asker.viewer);
      const lasting = new SubscriptionContext(context, this.options.deadlineMs, listener!);
      const events = await engine.subscribe({ ...execution, context: lasting });
      return { kind: 'stream', events, viewer: asker.viewer, told: prepared.told };
    }
    const { data, errors: faults } = await engine.execute({ ...execution, context });

    if (context.receipts.length > 0) await this.remember(context);
    const told = faults.length > 0 ? errors.passOn(faults, trace) : faults;
    return writeAnswer(data, told, context, this.options.answerBytesMax);
  }

  /** Who a request comes from, as far as the connection says. @throws RATE_LIMITED */
  private callerOf({ address, headers }: PipelineRequest): Caller {
    const { callers, rates } = this.options.guards;
    const caller = {
      address: callers.addressOf(address, headers['x-forwarded-for']),
      local: callers.isLocal(address, headers),
      viewer: null,
    };
    rates.requireOpen(caller);
    return caller;
  }

  /** @throws Refusal */
  private prepare(
    { query, operationName }: OperationRequest,
    { registers }: Resolved,
    progress: Progress,
  ): PreparedOperation {
    progress.isAdmitted = true;
    const prepared = this.options.preparer.prepare(query, operationName);
    if (registers) this.options.guards.documents.register(registers).catch(this.options.warn);
    return prepared;
  }

  /** What the viewer has changed their next requests must see. */
  private async remember({ identity: { viewer }, receipts }: GatewayContext): Promise<void> {
    if (!viewer || !this.options.positions) return;
    const changed = receipts.reduce<Positions>(
      (known, { service, entry }) => laterOf(known, { [service]: entry }),
      {},
    );
    await this.options.positions.remember(viewer.sessionId, changed);
  }

  private refuse(thrown: unknown, { trace }: PipelineRequest, { payer, isAdmitted }: Progress): Outcome {
    const refused = refusalOf(thrown);
    // Who is to come again later did nothing wrong, nor who met a fault of ours.
    const isTheirs = refused instanceof Refusal && domainErrorOf(refused)?.retry !== 'later';
    if (payer && isTheirs) this.options.guards.rates.chargeRefusal(payer);
    return writeRefusal(refused, this.options.errors.format(refused, trace), isAdmitted);
  }
}

/** @throws BAD_REQUEST for a kind of operation that the transport cannot carry. */
function requireCarried(kind: OperationTypeNode, { carries, listener }: PipelineRequest): void {
  if (carries === OperationTypeNode.QUERY && kind !== OperationTypeNode.QUERY) {
    const error = ERRORS.BAD_REQUEST.raise(`A GET carries queries, and no ${kind}.`);
    throw refusal(error, 405, { allow: 'POST' });
  }
  if (kind === OperationTypeNode.SUBSCRIPTION && !listener) {
    throw refusalOf(ERRORS.BAD_REQUEST.raise('A subscription needs a connection that stays open.'));
  }
  if (carries === OperationTypeNode.SUBSCRIPTION && kind !== OperationTypeNode.SUBSCRIPTION) {
    throw refusalOf(ERRORS.BAD_REQUEST.raise('Only subscriptions are asked for in this way.'));
  }
}
