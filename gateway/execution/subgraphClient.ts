import { Kind, parse } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { DomainError } from '../../subgraphs/kit/errors/define.js';
import type { JournalPosition } from '../../subgraphs/kit/journal/promise.js';
import type { Logger } from '../../subgraphs/kit/wire/logger.js';
import type {
  SubgraphAnswer,
  SubgraphRequest,
  SubgraphTransport,
} from '../../subgraphs/kit/wire/transport.js';
import { ERRORS } from '../errors.js';
import type { PassportOffice } from '../identity/passports.js';
import { isEntryId, laterOf } from '../identity/positions.js';
import type { Positions } from '../identity/positions.js';
import type { GatewayContext } from './context.js';
import { subgraphError } from './subgraphError.js';

/** One step of a plan: an operation that the planner wrote for one subgraph. */
export type Step = Pick<SubgraphRequest, 'query' | 'variables' | 'operationName'>;

export type StepAnswer = Pick<SubgraphAnswer, 'data' | 'errors'>;

/** Asks one subgraph on behalf of one operation. It never rejects: what goes wrong is an error in the answer. */
export interface SubgraphClient {
  ask(step: Step, context: GatewayContext): Promise<StepAnswer>;
}

export interface SubgraphClientOptions {
  transport: SubgraphTransport;
  passports: PassportOffice;
  timeoutMs: number;
  /** Errors of one step that are reported where it went wrong as a whole. */
  errorsMax: number;
  logger: Logger;
}

export function createSubgraphClient(options: SubgraphClientOptions): SubgraphClient {
  const { transport, passports, logger } = options;

  function requestOf(step: Step, { errand, receipts }: GatewayContext): SubgraphRequest {
    // The planner writes the keyword out; only shorthand queries lack one.
    const bound = step.query.startsWith('mutation')
      ? { query: step.query, variables: step.variables }
      : undefined;
    // Later steps of a mutation must see what its earlier ones changed.
    const positions = receipts.reduce<Positions>(
      (known, { service, entry }) => laterOf(known, { [service]: entry }),
      errand.positions,
    );
    const passport = passports.issue(transport.name, { ...errand, positions }, bound);
    return { ...step, headers: { passport, 'request-id': errand.requestId } };
  }

  return {
    async ask(step, context) {
      const { requestId } = context.errand;
      try {
        const answer = await within(options.timeoutMs, transport.execute(requestOf(step, context)));
        const receipt = receiptIn(answer, transport.name);
        if (receipt) context.receipts.push(receipt);
        const log = (error: unknown): void =>
          logger.error({ requestId, subgraph: transport.name, err: error }, 'a subgraph failed');
        return {
          data: answer.data,
          errors: answer.errors?.map((error) => subgraphError(error, { requestId, log })),
        };
      } catch (error) {
        logger.warn({ requestId, subgraph: transport.name, err: error }, 'a subgraph gave no answer');
        return { data: null, errors: failureOf(error, transport.name, step, options.errorsMax) };
      }
    },
  };
}

/** @throws SUBGRAPH_TIMEOUT */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(ERRORS.SUBGRAPH_TIMEOUT.raise('A service did not answer in time.')),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The signed receipt in an answer, if it is one of that subgraph's own. */
function receiptIn({ extensions }: SubgraphAnswer, service: string): JournalPosition | undefined {
  const receipt = extensions?.journalPosition as JournalPosition | undefined;
  return receipt?.service === service && isEntryId(receipt.entry) ? receipt : undefined;
}

function failureOf(error: unknown, service: string, step: Step, errorsMax: number): GraphQLFormattedError[] {
  const refusal =
    error instanceof DomainError
      ? error
      : ERRORS.SUBGRAPH_UNAVAILABLE.raise('A service that owns part of this answer cannot be reached.');
  const { message, code, retry, facts } = refusal;
  const extensions = { ...facts, code, retry, service };
  return pathsOf(step)
    .slice(0, errorsMax)
    .map((path) => ({ message, path, extensions }));
}

/** The places that a step would have filled, by its own paths: its root fields, or the entities asked for. */
function pathsOf({ query, variables }: Step): (string | number)[][] {
  const representations = variables?.representations;
  if (Array.isArray(representations)) return representations.map((_, index) => ['_entities', index]);
  const [operation] = parse(query, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  return operation.selectionSet.selections
    .filter((selection) => selection.kind === Kind.FIELD)
    .map((field) => [field.alias?.value ?? field.name.value]);
}
