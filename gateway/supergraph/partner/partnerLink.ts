import { Kind, parse } from 'graphql';
import type { GraphQLFormattedError, GraphQLSchema, SelectionSetNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../../../subgraphs/kit/errors/define.js';
import type { Logger } from '../../../subgraphs/kit/observability/logger.js';
import { ERRORS } from '../../errors.js';
import type { GatewayContext } from '../../pipeline/requestContext.js';
import type {
  TransportAnswer,
  TransportRequest,
  SubgraphTransport,
} from '../../engine/transport/transport.js';
import type { SubgraphAnswered } from '../../observability/metrics.js';
import { completeAnswer } from './completeAnswer.js';

export interface PartnerLinkOptions {
  /** The way there, with its credentials and its limits. */
  way: SubgraphTransport<GatewayContext>;
  /** What clients see of the supergraph that this link belongs to. */
  schema: GraphQLSchema;
  /** Errors of one answer that are told. */
  errorsMax: number;
  /** Counts what became of each request. */
  answered: SubgraphAnswered;
  logger: Logger;
}

/** Documents whose selections are kept; each stands in a plan, and is the same string each time. */
const DOCUMENTS_MAX = 200;
/** A client's own path is no longer; a partner's may be anything. */
const PATH_STEPS_MAX = 100;

/**
 * The way to a partner, for the engine. Its data are taken as far as they were asked for and are of their types. Of its
 * errors only the places are: what a partner says of a request is not said in our name, and its codes are not ours.
 */
export function createPartnerLink(options: PartnerLinkOptions): SubgraphTransport<GatewayContext> {
  const { way, schema, errorsMax, answered, logger } = options;
  const { name } = way;
  const selections = new LRUCache<string, SelectionSetNode>({ max: DOCUMENTS_MAX });

  function selectionsOf(query: string): SelectionSetNode {
    const known = selections.get(query) ?? readSelections(query);
    selections.set(query, known);
    return known;
  }

  function received(
    answer: TransportAnswer,
    request: TransportRequest,
    { identity }: GatewayContext,
  ): TransportAnswer {
    const asked = { selectionSet: selectionsOf(request.query), entityTypes: entityTypesOf(request) };
    const { data, faults } = completeAnswer(schema, asked, answer.data, errorsMax);
    const told = (answer.errors ?? []).map(({ path }) => path);
    const paths = distinct([...told, ...faults]).slice(0, errorsMax);
    answered(paths.length === 0 ? undefined : ERRORS.PARTNER_FAILED.code);
    if (paths.length === 0) return { data };
    const { requestId } = identity;
    logger.warn({ requestId, partner: name, told: told.length, faults }, 'a partner answered with errors');
    return { data, errors: paths.map((path) => failureAt(name, path)) };
  }

  return {
    name,
    async send(request, context) {
      if (request.kind !== 'query') throw new Error('a partner has nothing but queries');
      try {
        return received(await way.send({ ...request, readSpans: undefined }, context), request, context);
      } catch (error) {
        logger.warn(
          { requestId: context.identity.requestId, partner: name, err: error },
          'a partner gave no answer',
        );
        answered(error instanceof DomainError ? error.code : ERRORS.PARTNER_FAILED.code);
        if (!(error instanceof DomainError)) throw ERRORS.PARTNER_FAILED.raise(MESSAGE, { partner: name });
        throw new DomainError(error.code, error.retry, error.message, { partner: name });
      }
    },
  };
}

/** A thousand errors at one place say no more than one. */
function distinct(paths: readonly GraphQLFormattedError['path'][]): GraphQLFormattedError['path'][] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}

const MESSAGE = 'A partner did not answer for its part.';

function failureAt(partner: string, path: GraphQLFormattedError['path']): GraphQLFormattedError {
  const { code, retry } = ERRORS.PARTNER_FAILED;
  const place = path && path.length <= PATH_STEPS_MAX ? { path } : {};
  return { message: MESSAGE, ...place, extensions: { code, retry, partner } };
}

function readSelections(query: string): SelectionSetNode {
  const operation = parse(query, { noLocation: true }).definitions[0];
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('a partner is asked one operation');
  return operation.selectionSet;
}

function entityTypesOf(request: TransportRequest): unknown[] {
  const representations = request.variables()?.representations;
  if (!Array.isArray(representations)) return [];
  return representations.map((one: { __typename?: unknown }) => one.__typename);
}
