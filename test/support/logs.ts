import type { GraphQLClient } from '../../wallet/client/graphqlClient.js';
import { hashOfLeaf, openHead, rootFromInclusion } from './stranger.js';

/** The public logs, as anybody reads them at the gateway. */
export interface LogHead {
  size: string;
  note: string;
}

export interface LogLeaf {
  index: string;
  leafHash: string;
  leaf: { digests: Record<string, string>; commitments: Record<string, string> };
}

export async function headOf(client: GraphQLClient, service: string, cooperative: string): Promise<LogHead> {
  const { checkpoint } = await client.execute<{ checkpoint: LogHead }>(
    'query Head($service: Service!, $of: ID) { checkpoint(service: $service, cooperative: $of) { size note } }',
    { service, of: cooperative },
  );
  return checkpoint;
}

/** The latest leaves of a type, newest first. */
export async function leavesOf(
  client: GraphQLClient,
  service: string,
  cooperative: string,
  type: string,
): Promise<LogLeaf[]> {
  const { auditTrail } = await client.execute<{ auditTrail: { nodes: LogLeaf[] } }>(
    `query Leaves($service: Service, $of: ID, $type: String) {
      auditTrail(service: $service, cooperative: $of, type: $type, first: 100) { nodes { index leafHash leaf } }
    }`,
    { service, of: cooperative, type },
  );
  return auditTrail.nodes.reverse();
}

/** @throws Error unless the leaf stands where it is said to, below a head that the pinned key has signed. */
export async function proveInclusion(
  client: GraphQLClient,
  verifierKey: string,
  {
    service,
    cooperative,
    index,
    leaf,
  }: { service: string; cooperative: string; index: string; leaf: unknown },
): Promise<void> {
  const { inclusionProof } = await client.execute<{
    inclusionProof: { hashes: string[]; size: string; checkpoint: { note: string } };
  }>(
    `query Proof($service: Service!, $of: ID, $index: BigInt!) {
      inclusionProof(service: $service, cooperative: $of, index: $index) { hashes size checkpoint { note } }
    }`,
    { service, of: cooperative, index },
  );
  const head = openHead(inclusionProof.checkpoint.note, verifierKey);
  const root = rootFromInclusion(hashOfLeaf(leaf), BigInt(index), head.size, inclusionProof.hashes);
  if (!root.equals(head.root)) throw new Error(`leaf ${index} is not in the log of ${service}`);
}

/** The path that shows a log to begin with what it was. */
export async function pathOfGrowth(
  client: GraphQLClient,
  service: string,
  cooperative: string,
  from: bigint,
  to: bigint,
): Promise<string[]> {
  const { consistencyProof } = await client.execute<{ consistencyProof: { hashes: string[] } }>(
    `query Growth($service: Service!, $of: ID, $from: BigInt!, $to: BigInt!) {
      consistencyProof(service: $service, cooperative: $of, from: $from, to: $to) { hashes }
    }`,
    { service, of: cooperative, from: from.toString(), to: to.toString() },
  );
  return consistencyProof.hashes;
}
