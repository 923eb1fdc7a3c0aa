import { expect } from '@jest/globals';
import { composeToys } from './composeToys.js';
import type { ClientAnswer, ClientRequest, FederationEngine } from './federationEngine.js';
import { ownEngine } from './ownEngine.js';
import type { Toy, ToyServer } from './toySubgraph.js';

export interface Federation extends FederationEngine {
  /** By subgraph name; a test may put another in a toy's place. */
  readonly servers: Map<string, ToyServer>;
  /** Puts every toy in its place again. */
  restore(): void;
}

/** Toys behind the gateway's engine; it holds nothing open. */
export async function federate(...toys: readonly Toy[]): Promise<Federation> {
  const { supergraphSdl, servers } = composeToys(toys);
  const own = new Map(servers);
  const restore = () => {
    for (const [name, server] of servers) own.set(name, server);
  };
  return { ...(await ownEngine({ supergraphSdl, servers: own })), servers: own, restore };
}

export interface Case extends ClientRequest {
  readonly name: string;
  readonly data: unknown;
  /** The paths of the errors, in any order. */
  readonly failing?: readonly (readonly (string | number)[])[];
}

/** Asserts what an operation answers, and where it fails. */
export async function expectAnswer(federation: FederationEngine, wanted: Case): Promise<ClientAnswer> {
  const { query, variables, operationName, data, failing = [] } = wanted;
  federation.requests.length = 0;
  const answer = await federation.execute({ query, variables, operationName });
  expect({ data: answer.data, failing: pathsOf(answer) }).toEqual({ data, failing: sorted(failing) });
  return answer;
}

function pathsOf({ errors = [] }: ClientAnswer): string[] {
  return sorted(errors.map(({ path = [] }) => path));
}

function sorted(paths: readonly (readonly (string | number)[])[]): string[] {
  return paths.map((path) => path.join('.')).sort();
}

/** How many times each subgraph was asked. */
export function callsOf({ requests }: FederationEngine): Record<string, number> {
  const calls: Record<string, number> = {};
  for (const { subgraph } of requests) calls[subgraph] = (calls[subgraph] ?? 0) + 1;
  return calls;
}

/** The representations that a subgraph was sent, one list a request. */
export function representationsTo(federation: FederationEngine, subgraph: string): unknown[] {
  return federation.requests
    .filter((request) => request.subgraph === subgraph && request.variables?.representations !== undefined)
    .map(({ variables }) => variables!.representations);
}
