import { getOperationAST, getVariableValues, parse, validate } from 'graphql';
import { Engine } from '../../../gateway/engine/engine.js';
import type { SubgraphTransport } from '../../../gateway/engine/transport/transport.js';
import { directPlannerWorker } from '../../../gateway/engine/planner/directPlannerWorker.js';
import type { PlannerWorker } from '../../../gateway/engine/planner/plannerWorker.js';
import { parseExact, printExact } from '../../../subgraphs/kit/wire/exactJson.js';
import { DomainError } from '../../../subgraphs/kit/errors/define.js';
import type { Composed } from './composeToys.js';
import type { ClientAnswer, FederationEngine, SubgraphCall } from './federationEngine.js';
import { roundTrip } from './toySubgraph.js';

const PLAN_CACHE_MIB = 8;
const ERRORS_MAX = 1_000;
const PARSED_EACH = 7;
const ANSWER_BYTES_MAX = 8 * 2 ** 20;

/** More than any toy needs: what is refused for its size is tested where the limits are. */
export const PLANNER_LIMITS = { plansMax: 1_000, pathsMax: 10_000 };

/** The gateway's own engine, planning in this thread, with a call for each subgraph in place of a wire. */
export async function ownEngine(
  { supergraphSdl, servers }: Composed,
  plannerWorker: PlannerWorker = directPlannerWorker(PLANNER_LIMITS),
): Promise<FederationEngine> {
  const requests: SubgraphCall[] = [];
  const linkTo = (name: string): SubgraphTransport<undefined> => ({
    name,
    async send(request) {
      const { query, operationName, readSpans } = request;
      // As a wire has them, with numbers as they were written.
      const variables = read(request.variablesJson);
      requests.push({ subgraph: name, query, variables });
      const answer = await servers.get(name)!({ query, variables, operationName });
      // Most are read as they come over a wire, some as a call gives them, and some operations meet both.
      const spans = requests.length % PARSED_EACH === 0 ? undefined : readSpans?.(bytesOf(answer));
      return spans ? { data: spans.data, spans } : answer;
    },
  });
  const engine = await Engine.start<undefined>({
    supergraphSdl,
    plannerWorker,
    transportsTo: (subgraphs) => new Map(subgraphs.map(({ name }) => [name, linkTo(name)])),
    planCacheMib: PLAN_CACHE_MIB,
    errorsMax: ERRORS_MAX,
    answerBytesMax: ANSWER_BYTES_MAX,
    runsBeforeSpans: 0,
  });
  return {
    requests,
    stop: () => Promise.resolve(engine.stop()),
    async execute({ query, variables = {}, operationName }): Promise<ClientAnswer> {
      const document = parse(query);
      const operation = getOperationAST(document, operationName)!;
      const refusals = validate(engine.schema, document);
      const coerced = getVariableValues(engine.schema, operation.variableDefinitions ?? [], variables);
      const errors = refusals.length > 0 ? refusals : (coerced.errors ?? []);
      if (errors.length > 0) return { errors: errors.map((error) => error.toJSON()) };
      try {
        const answer = await engine.execute({
          document,
          operation,
          id: query,
          variables,
          context: undefined,
        });
        const data = parseExact(answer.data.text) as ClientAnswer['data'];
        return { data, ...(answer.errors.length > 0 && { errors: roundTrip(answer.errors) }) };
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        const { message, code, retry, facts } = error;
        return { errors: [{ message, extensions: { ...facts, code, retry } }] };
      }
    },
  };
}

function bytesOf(answer: object): Buffer {
  return Buffer.from(printExact(answer)!);
}

function read(json: string | undefined): Record<string, unknown> | undefined {
  return json === undefined ? undefined : (parseExact(json) as Record<string, unknown>);
}
