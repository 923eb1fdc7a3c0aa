import { execute, GraphQLError, Kind, OperationTypeNode, parse, validate } from 'graphql';
import type { DocumentNode, GraphQLFormattedError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { formatError } from '../errors/format.js';
import { COMMON } from '../errors/table.js';
import { bodyHash } from '../identity/passport.js';
import type { PassportClaims } from '../identity/passport.js';
import type { Viewer } from '../identity/viewer.js';
import { createLoaders } from '../loaders/loaders.js';
import { collectChanges } from '../store/changes.js';
import type { Logger } from './logger.js';
import { TimeLeft } from './timeLeft.js';
import type { SubgraphAnswer, SubgraphRequest } from './transport.js';

const DOCUMENTS_BYTES_MAX = 8 * 1024 * 1024;
const TOKENS_MAX = 20_000;

export interface ExecutorOptions {
  schema: GraphQLSchema;
  services: unknown;
  logger: Logger;
  /** @throws PASSPORT_INVALID */
  claimsOf(passport: string | undefined): PassportClaims;
  viewerOf(claims: PassportClaims): Viewer;
  /** @throws PASSPORT_REPLAYED when that passport has admitted a mutation before. */
  spend(claims: PassportClaims): Promise<void>;
  /** @throws PROJECTION_BEHIND when the projections do not reach those entries in time, which `leftMs` bounds. */
  catchUp(positions: NonNullable<PassportClaims['pos']>, leftMs: number): Promise<void>;
}

interface Prepared {
  document: DocumentNode;
  errors: readonly GraphQLError[];
}

/** The door of a subgraph: everything that reaches its resolvers passes here, whichever way it came. */
export function createExecutor(
  options: ExecutorOptions,
): (request: SubgraphRequest) => Promise<SubgraphAnswer> {
  const prepared = new LRUCache<string, Prepared>({
    maxSize: DOCUMENTS_BYTES_MAX,
    sizeCalculation: (_, query) => query.length * 8 + 1,
  });

  function prepare(query: string): Prepared {
    const known = prepared.get(query);
    if (known) return known;
    const document = parse(query, { maxTokens: TOKENS_MAX, noLocation: false });
    const made = { document, errors: validate(options.schema, document, undefined, { maxErrors: 10 }) };
    prepared.set(query, made);
    return made;
  }

  return async function run(request) {
    const requestId = request.headers['request-id'] ?? 'none';
    const format = (error: unknown): GraphQLFormattedError =>
      formatError(error, {
        requestId,
        log: (whole) => options.logger.error({ err: whole, requestId }, 'a request failed'),
      });
    try {
      const time = new TimeLeft(request.headers['timeout-ms']);
      const claims = options.claimsOf(request.headers.passport);
      const { document, errors } = prepare(request.query);
      if (errors.length > 0) return { errors: errors.map(format) };
      time.require();
      if (isMutation(document, request.operationName)) await admitMutation(request, claims);
      if (claims.pos?.length) await options.catchUp(claims.pos, time.ms());
      time.require();
      const contextValue = {
        viewer: options.viewerOf(claims),
        services: options.services,
        requestId,
        loader: createLoaders(),
      };
      const { result, positions } = await collectChanges(async () =>
        execute({
          schema: options.schema,
          document,
          contextValue,
          variableValues: request.variables,
          operationName: request.operationName,
        }),
      );
      const journalPosition = positions.at(-1);
      return {
        data: result.data,
        ...(result.errors && { errors: result.errors.map(format) }),
        ...(journalPosition && { extensions: { journalPosition } }),
      };
    } catch (error) {
      return { errors: [format(error)] };
    }
  };

  async function admitMutation(request: SubgraphRequest, claims: PassportClaims): Promise<void> {
    if (claims.bh !== bodyHash(request)) {
      throw COMMON.PASSPORT_INVALID.raise('A mutation takes a passport made for exactly this request.');
    }
    await options.spend(claims);
  }
}

function isMutation(document: DocumentNode, operationName: string | undefined): boolean {
  const operations = document.definitions.filter(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const chosen = operationName ? operations.find((one) => one.name?.value === operationName) : operations[0];
  return chosen?.operation === OperationTypeNode.MUTATION;
}
