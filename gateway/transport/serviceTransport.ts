import type { GraphQLFormattedError } from 'graphql';
import { DomainError } from '../../subgraphs/kit/errors/define.js';
import type { JournalPosition } from '../../subgraphs/kit/journal/promise.js';
import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import { traced } from '../../subgraphs/kit/tracing/tracing.js';
import { ERRORS } from '../errors.js';
import { Mapped } from '../engine/mapped.js';
import type { SubgraphAnswered } from '../observability/metrics.js';
import { isEntryId } from '../identity/positions.js';
import type { GatewayContext } from '../pipeline/requestContext.js';
import { subgraphError } from './subgraphError.js';
import type { TransportAnswer, TransportRequest, SubgraphTransport } from '../engine/transport/transport.js';

export interface ServiceTransportOptions {
  /** The way there, which puts the passport on. */
  link: SubgraphTransport<GatewayContext>;
  /** Whether errors say which subgraph they come from: a help to whoever develops, and nobody else's business. */
  namesService: boolean;
  /** What of an error a caller may see; by default, what has a code of ours. */
  shown?: typeof subgraphError;
  /** Counts what became of each request. */
  answered: SubgraphAnswered;
  logger: Logger;
}

/**
 * The way to one of the subgraphs, for the engine: it keeps the receipts of mutations, lets no error through but in
 * our wire shape, and logs what was kept back.
 */
export function createServiceTransport(options: ServiceTransportOptions): SubgraphTransport<GatewayContext> {
  const { link, shown = subgraphError, answered, logger } = options;
  const { name } = link;
  const named: Record<string, string> = options.namesService ? { service: name } : {};

  function received(answer: TransportAnswer, context: GatewayContext): TransportAnswer {
    const receipt = receiptIn(answer, name);
    if (receipt) context.receipts.push(receipt);
    if (!answer.errors) {
      answered(undefined);
      return answer;
    }
    const { requestId } = context.identity;
    const log = (error: unknown): void =>
      logger.error({ requestId, subgraph: name, err: error }, 'a subgraph failed');
    const told = (error: GraphQLFormattedError): GraphQLFormattedError => {
      const { extensions, ...rest } = shown(error, { requestId, log });
      return { ...rest, extensions: { ...named, ...extensions } };
    };
    const errors = answer.errors.map(told);
    answered(codeIn(errors));
    return { ...answer, errors };
  }

  function failed(error: unknown, { identity: { requestId } }: GatewayContext): DomainError {
    logger.warn({ requestId, subgraph: name, err: error }, 'a subgraph gave no answer');
    const known =
      error instanceof DomainError
        ? error
        : ERRORS.SUBGRAPH_UNAVAILABLE.raise('A service that owns part of this answer cannot be reached.');
    answered(known.code);
    return new DomainError(known.code, known.retry, known.message, { ...named, ...known.facts });
  }

  const subscribe = link.subscribe?.bind(link);
  return {
    name,
    send: (request, context) =>
      traced(
        () => ({
          name: `${name} ${request.kind}`,
          kind: 'client',
          onlyWithin: true,
          attributes: { 'peer.service': name, 'graphql.operation.type': request.kind },
        }),
        async (span) => {
          try {
            const answer = received(await link.send(request, context), context);
            if (answer.errors) span?.failed(codeIn(answer.errors) ?? '');
            return answer;
          } catch (error) {
            throw failed(error, context);
          }
        },
      ),
    ...(subscribe && {
      subscribe: (request: TransportRequest, context: GatewayContext) =>
        new Mapped(
          subscribe(request, context),
          (answer) => received(answer, context),
          (error) => failed(error, context),
        ),
    }),
  };
}

/** The code of the first of them; each has one by now. */
function codeIn([first]: readonly GraphQLFormattedError[]): string | undefined {
  return first && String(first.extensions?.code);
}

/** The signed receipt in an answer, if it is one of that subgraph's own. */
function receiptIn({ extensions }: TransportAnswer, service: string): JournalPosition | undefined {
  const receipt = extensions?.journalPosition as JournalPosition | undefined;
  return receipt?.service === service && isEntryId(receipt.entry) ? receipt : undefined;
}
