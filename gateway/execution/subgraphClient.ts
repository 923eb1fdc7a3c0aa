import { Kind, parse } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { DomainError } from '../../subgraphs/kit/errors/define.js';
import type { SubgraphAnswer, SubgraphRequest } from '../../subgraphs/kit/wire/transport.js';
import type { GatewayContext } from './context.js';
import type { LinkRequest, SubgraphLink } from './links/link.js';

/** One step of a plan: an operation that the planner wrote for one subgraph. */
export type Step = Pick<SubgraphRequest, 'query' | 'variables' | 'operationName'>;

export type StepAnswer = Pick<SubgraphAnswer, 'data' | 'errors'>;

/** Asks one subgraph on behalf of one operation. It never rejects: what goes wrong is an error in the answer. */
export interface SubgraphClient {
  ask(step: Step, context: GatewayContext): Promise<StepAnswer>;
}

/** Asks over a link, for an engine that hands out steps as they come. */
export function createSubgraphClient(
  link: SubgraphLink<GatewayContext>,
  /** Errors of one step that are reported where it went wrong as a whole. */
  errorsMax: number,
): SubgraphClient {
  return {
    async ask(step, context) {
      try {
        const { data, errors } = await link.send(requestOf(step), context);
        return { data, errors };
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return { data: null, errors: failureOf(error, step, errorsMax) };
      }
    },
  };
}

function requestOf({ query, variables, operationName }: Step): LinkRequest {
  return {
    // The planner writes the keyword out; only shorthand queries lack one.
    kind: query.startsWith('mutation') ? 'mutation' : 'query',
    query,
    queryJson: JSON.stringify(query),
    operationName,
    variablesJson: variables && JSON.stringify(variables),
    variables: () => variables,
  };
}

function failureOf(error: DomainError, step: Step, errorsMax: number): GraphQLFormattedError[] {
  const { message, code, retry, facts } = error;
  const extensions = { ...facts, code, retry };
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
