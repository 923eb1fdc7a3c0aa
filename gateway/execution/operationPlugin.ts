import type {
  ApolloServerPlugin,
  GraphQLRequestContextResponseForOperation,
  GraphQLResponse,
} from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import type { DocumentNode, GraphQLFormattedError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { DomainError } from '../../subgraphs/kit/errors/define.js';
import { domainErrorIn } from '../../subgraphs/kit/errors/format.js';
import { ERRORS } from '../errors.js';
import type { Guard } from '../guard/guard.js';
import type { RateGate } from '../guard/rate/rateGate.js';
import { laterOf } from '../identity/positions.js';
import { refusalHead } from '../observability/refusal.js';
import type { PositionMemory, Positions } from '../identity/positions.js';
import type { LiveSlot } from '../live/slot.js';
import type { GatewayContext } from './context.js';
import { freshnessHeaders } from '../cache/freshnessHeaders.js';
import { AnswerText } from '../engine/response/answer.js';
import type { KnownOperations } from './knownOperations.js';

export interface OperationPluginOptions {
  guard: Guard;
  rates: RateGate;
  positions: PositionMemory;
  known: KnownOperations;
  /** The wire shape of an error, as for every other. */
  format: (error: unknown) => GraphQLFormattedError;
  /** Tells the request's log line what was asked. */
  observe: (operation: { type: string; name: string | null }) => void;
  /** Hears of each operation that has passed and is about to be executed. */
  admitted?: (schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) => void;
}

type Refusals = readonly DomainError[];
type Resolved = GraphQLRequestContextResponseForOperation<GatewayContext>;

/** What the gateway does around each operation: judges it before it is planned, and hands on its receipts after. */
export function operationPlugin(options: OperationPluginOptions): ApolloServerPlugin<GatewayContext> {
  const { guard, rates } = options;

  async function judge({ operation, schema, document, request, contextValue }: Resolved): Promise<Refusals> {
    try {
      if (!operation) {
        throw ERRORS.OPERATION_RESOLUTION_FAILURE.raise('Name one of the operations of the document.');
      }
      requireFitting(operation.operation, contextValue.live);
      const judgement = guard.prepare(schema, document, operation).judge(request.variables);
      if (judgement.errors) {
        rates.chargeRefusal(contextValue.caller);
        return judgement.errors;
      }
      const mutation = operation.operation === OperationTypeNode.MUTATION;
      await rates.charge(contextValue.caller, judgement.cost, mutation);
      return [];
    } catch (error) {
      const refused = domainErrorIn(error);
      if (!refused) throw error;
      return [refused];
    }
  }

  /** Queries take the short way from now on; mutations leave receipts, which are handed on here. */
  function remember({ operation, schema, document, source, request, queryHash }: Resolved): void {
    if (operation?.operation !== OperationTypeNode.QUERY || source === undefined) return;
    options.known.remember(source, request.operationName ?? null, {
      schema,
      document,
      operation,
      id: queryHash ?? source,
      guard: guard.prepare(schema, document, operation),
    });
  }

  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors({ operation, contextValue }) {
          // It was parsed, perhaps validated, and found wrong; later errors are those of an operation that was paid.
          if (!operation) rates.chargeRefusal(contextValue.caller);
          return Promise.resolve();
        },
        async responseForOperation(context) {
          const { operation, response } = context;
          if (operation) options.observe({ type: operation.operation, name: context.operationName });
          if (context.contextValue.variables)
            context.request.variables = { ...context.contextValue.variables };
          const errors = await judge(context);
          const [first] = errors;
          if (!first) {
            const held = laidIn(context);
            if (!held) remember(context);
            if (operation) options.admitted?.(context.schema, context.document, operation);
            return held;
          }
          const { status, headers } = refusalHead(first);
          response.http.status = status;
          for (const [name, value] of Object.entries(headers)) response.http.headers.set(name, value);
          const singleResult = { errors: errors.map(options.format) };
          return { http: response.http, body: { kind: 'single', singleResult } };
        },
        async willSendResponse({ contextValue, response }) {
          const { errand, receipts } = contextValue;
          const data: unknown = response.body.kind === 'single' ? response.body.singleResult.data : undefined;
          if (data instanceof AnswerText) {
            const headers = freshnessHeaders(data.maxAgeSeconds, contextValue);
            for (const [name, value] of Object.entries(headers)) response.http.headers.set(name, value);
          }
          const last = receipts.at(-1);
          if (!last || response.body.kind !== 'single') return;
          response.body.singleResult.extensions = {
            ...response.body.singleResult.extensions,
            journalPosition: last,
            // One mutation may change several services; the last receipt alone would not stand for them.
            ...(receipts.length > 1 && { journalPositions: receipts }),
          };
          if (!errand.viewer) return;
          const changed = receipts.reduce<Positions>(
            (known, { service, entry }) => laterOf(known, { [service]: entry }),
            {},
          );
          await options.positions.remember(errand.viewer.sessionId, changed);
        },
      }),
  };
}

/** @throws BAD_REQUEST for a kind of operation that the way it came cannot carry. */
function requireFitting(kind: OperationTypeNode, live: LiveSlot | undefined): void {
  if (kind === OperationTypeNode.SUBSCRIPTION && !live) {
    throw ERRORS.BAD_REQUEST.raise('A subscription needs a connection that stays open.');
  }
  if (kind !== OperationTypeNode.SUBSCRIPTION && live?.subscriptionsOnly) {
    throw ERRORS.BAD_REQUEST.raise('Only subscriptions are asked for in this way.');
  }
}

/** Hands a subscription to whoever keeps the connection, with an answer that says nothing; null for all others. */
function laidIn(context: Resolved): GraphQLResponse | null {
  const { operation, contextValue, schema, document, queryHash, request, response } = context;
  const { live } = contextValue;
  if (!live || operation?.operation !== OperationTypeNode.SUBSCRIPTION) return null;
  const variables = request.variables ?? {};
  live.admitted = { schema, document, operation, id: queryHash!, variables, context: contextValue };
  return { http: response.http, body: { kind: 'single', singleResult: { data: null } } };
}
