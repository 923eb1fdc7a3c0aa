import { DomainError } from '../../../subgraphs/kit/errors/define.js';
import type { SubgraphRequest, ServiceTransport } from '../../../subgraphs/kit/wire/transport.js';
import { ENGINE_ERRORS } from '../errors.js';
import { waitMsOf } from './deadline.js';
import type { Dated, Pausing } from './deadline.js';
import { firstErrors } from './graphqlAnswer.js';
import type { TransportAnswer, TransportRequest, SubgraphTransport } from './transport.js';

/** For whom a call is made, under which id, and how long it may take. */
export type CallProof = Pick<SubgraphRequest, 'headers' | 'localPassport'>;

export interface LocalTransportOptions<Context> {
  transport: Pick<ServiceTransport, 'execute'> & { readonly name: string };
  proofOf: (context: Context, request: TransportRequest) => CallProof;
  timeoutMs: number;
  /** Errors of one answer that are passed on. */
  errorsMax: number;
}

/** The way to a subgraph in this process: a call, with no JSON printed or parsed. */
export function createLocalTransport<Context extends Dated & Pausing>({
  transport,
  proofOf,
  timeoutMs,
  errorsMax,
}: LocalTransportOptions<Context>): SubgraphTransport<Context> {
  return {
    name: transport.name,
    async send(request, context): Promise<TransportAnswer> {
      const waitMs = waitMsOf(context, timeoutMs);
      const { query, operationName } = request;
      const proof = proofOf(context, request);
      const variables = request.variables();
      try {
        const answering = transport.execute({
          query,
          variables,
          operationName,
          pause: context.pause,
          ...proof,
        });
        const { errors, ...rest } = await within(waitMs, answering);
        return errors ? { ...rest, errors: firstErrors(errors, errorsMax) } : rest;
      } catch (cause) {
        if (cause instanceof DomainError) throw cause;
        const error = ENGINE_ERRORS.SUBGRAPH_UNAVAILABLE.raise(
          'A service that owns part of this answer cannot be reached.',
        );
        throw Object.assign(error, { cause });
      }
    },
  };
}

/** @throws SUBGRAPH_TIMEOUT */
function within<T>(waitMs: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void =>
      reject(ENGINE_ERRORS.SUBGRAPH_TIMEOUT.raise('A service did not answer in time.'));
    const timer = setTimeout(late, waitMs);
    void work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
