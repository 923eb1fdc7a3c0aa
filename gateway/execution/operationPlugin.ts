import type { ApolloServerPlugin, GraphQLRequestContextResponseForOperation } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { domainErrorIn } from '../../subgraphs/kit/errors/format.js';
import { ERRORS } from '../errors.js';
import type { Guard } from '../guard/guard.js';
import { laterOf } from '../identity/positions.js';
import type { PositionMemory, Positions } from '../identity/positions.js';
import type { GatewayContext } from './context.js';

export interface OperationPluginOptions {
  guard: Guard;
  positions: PositionMemory;
  /** The wire shape of an error, as for every other. */
  format: (error: unknown) => GraphQLFormattedError;
  /** Tells the request's log line what was asked. */
  observe: (operation: { type: string; name: string | null }) => void;
}

type Resolved = GraphQLRequestContextResponseForOperation<GatewayContext>;

/** What the gateway does around each operation: judges it before it is planned, and hands on its receipts after. */
export function operationPlugin(options: OperationPluginOptions): ApolloServerPlugin<GatewayContext> {
  function judge({ operation, schema, document, request }: Resolved): readonly unknown[] {
    try {
      if (!operation) {
        throw ERRORS.OPERATION_RESOLUTION_FAILURE.raise('Name one of the operations of the document.');
      }
      if (operation.operation === OperationTypeNode.SUBSCRIPTION) {
        throw ERRORS.BAD_REQUEST.raise('A subscription needs a connection that stays open.');
      }
      return options.guard.judgeOperation(schema, document, operation, request.variables ?? {}).errors ?? [];
    } catch (error) {
      if (!domainErrorIn(error)) throw error;
      return [error];
    }
  }

  return {
    serverWillStart: () =>
      Promise.resolve({
        schemaDidLoadOrUpdate({ apiSchema, coreSupergraphSdl }) {
          if (coreSupergraphSdl !== undefined) options.guard.learn(apiSchema, coreSupergraphSdl);
        },
      }),
    requestDidStart: () =>
      Promise.resolve({
        responseForOperation(context) {
          const { operation, response } = context;
          if (operation) options.observe({ type: operation.operation, name: context.operationName });
          const errors = judge(context);
          if (errors.length === 0) return Promise.resolve(null);
          response.http.status = 400;
          const singleResult = { errors: errors.map(options.format) };
          return Promise.resolve({ http: response.http, body: { kind: 'single', singleResult } });
        },
        async willSendResponse({ contextValue: { errand, receipts }, response }) {
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
