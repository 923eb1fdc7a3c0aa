import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { HttpAnswer, HttpRequest } from '../../subgraphs/kit/http/http.js';
import { AnswerError, answerText } from '../engine/response/answer.js';
import type { AnswerText } from '../engine/response/answer.js';
import type { GatewayContext } from '../execution/context.js';
import type { Engine } from '../engine/engine.js';
import type { KnownOperation, KnownOperations } from '../execution/knownOperations.js';
import type { RequestBody } from '../guard/documents/documents.js';
import type { Admitted } from '../guard/prepared.js';
import type { RateGate } from '../guard/rate/rateGate.js';
import type { ErrorDesk } from '../observability/errorDesk.js';
import { refusalOf } from '../observability/refusal.js';
import { JSON_TYPE, preferredType, RESPONSE_TYPE } from './accept.js';
import { freshnessHeaders } from '../cache/freshnessHeaders.js';
import type { RequestTrace } from '../observability/requestTrace.js';

export interface ShortWayOptions {
  engine: Pick<Engine<GatewayContext>, 'schema' | 'execute'>;
  known: KnownOperations;
  rates: RateGate;
  errors: Pick<ErrorDesk, 'formatFor'>;
  /** Hears of each operation that is about to be executed. */
  admitted?: (schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) => void;
}

/** A query that may take the short way, with what is decided of it. */
export interface ShortQuery {
  readonly known: KnownOperation;
  readonly judgement: Admitted;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly contentType: string;
}

/** As Apollo Server offers them. */
const OFFERED = [JSON_TYPE, RESPONSE_TYPE] as const;

/**
 * The way of queries that went the whole way before: everything about them that does not change is remembered, and
 * what does change, who asks, the variables and the cost, is judged as ever. Whatever would be refused goes the whole
 * way, so that there is one place where refusals are made.
 */
export class ShortWay {
  constructor(private readonly options: ShortWayOptions) {}

  find({ method, headers }: HttpRequest, body: RequestBody): ShortQuery | undefined {
    const { query, operationName = null, variables = null, extensions } = body;
    if (method !== 'POST' || extensions !== undefined) return undefined;
    const contentType = preferredType(headers.accept, OFFERED);
    if (contentType === undefined) return undefined;
    if (typeof query !== 'string' || (operationName !== null && typeof operationName !== 'string'))
      return undefined;
    if (typeof variables !== 'object' || Array.isArray(variables)) return undefined;
    const { known: operations, engine } = this.options;
    const known = operations.find(query, operationName, engine.schema);
    if (!known) return undefined;
    const given = (variables ?? {}) as Readonly<Record<string, unknown>>;
    const judgement = known.guard.judge(given);
    return judgement.errors ? undefined : { known, judgement, variables: given, contentType };
  }

  /** @throws RATE_LIMITED, PLANNING_FAILED and OVERLOADED, with their HTTP status */
  async answer(
    { known, judgement, variables, contentType }: ShortQuery,
    context: GatewayContext,
    trace: RequestTrace,
  ): Promise<HttpAnswer & { body: string | Buffer }> {
    const { engine, rates, errors } = this.options;
    const { schema, document, operation, id } = known;
    trace.operation = { type: operation.operation, name: operation.name?.value ?? null };
    try {
      const charging = rates.charge(context.caller, judgement.cost, false);
      if (charging) await charging;
      this.options.admitted?.(schema, document, operation);
      const asked = { schema, document, operation, id, variables, context };
      const { data, errors: faults } = await engine.execute(asked);
      const headers = headersOf(contentType, data, context);
      if (faults.length === 0 && data.document) return { status: 200, headers, body: data.document };
      const told = faults.map((error) => errors.formatFor(trace, new AnswerError(error)));
      return { status: 200, headers, body: answerText({ data, errors: told }) };
    } catch (error) {
      throw refusalOf(error);
    }
  }
}

function headersOf(
  contentType: string,
  { maxAgeSeconds }: AnswerText,
  context: GatewayContext,
): Record<string, string> {
  if (maxAgeSeconds === undefined) return { 'content-type': contentType };
  return { 'content-type': contentType, ...freshnessHeaders(maxAgeSeconds, context) };
}
