import { statement } from '../../kit/contracts/statements.js';
import { ERRORS } from './errors.js';

/**
 * How many hands a vote may pass through. People lose sight of a vote after a few hands; the bound also bounds
 * the work of a count.
 */
export const DELEGATION_DEPTH_MAX = 8;

/** One standing instruction: who speaks for whom, on one kind of proposal or (topic null) on all. */
export interface DelegationEdge {
  from: string;
  to: string;
  topic: string | null;
}

/** An instruction as it was signed, from its beginning to its end. */
export interface Delegation extends DelegationEdge {
  readonly id: string;
  readonly cooperativeId: string;
  readonly since: Date;
  /** Exclusive; null while it stands. */
  readonly endedAt: Date | null;
  readonly signature: string;
  readonly signingKey: string;
}

/** Who speaks for each member on one topic; an instruction for the topic wins over the one for all. */
export function delegatesOn(topic: string, edges: readonly DelegationEdge[]): Map<string, string> {
  const delegates = new Map<string, string>();
  for (const edge of edges) if (edge.topic === null) delegates.set(edge.from, edge.to);
  for (const edge of edges) if (edge.topic === topic) delegates.set(edge.from, edge.to);
  return delegates;
}

/**
 * Follows every silent member's delegation to the first person on the way who voted.
 *
 * One's own ballot overrides one's delegation. A chain that leaves the electorate, ends at somebody silent, runs in
 * a circle or passes through more than `DELEGATION_DEPTH_MAX` hands reaches nobody: that member did not take part.
 *
 * @param electorate - members entitled to vote.
 * @param voted - those of them who cast a ballot.
 * @returns for each member who took part, the member whose ballot counts for them; a voter's own is their own.
 */
export function resolveDelegations(
  electorate: ReadonlySet<string>,
  voted: ReadonlySet<string>,
  delegates: ReadonlyMap<string, string>,
): Map<string, string> {
  const counted = new Map<string, string>();
  for (const member of electorate) {
    const voter = follow(member, electorate, voted, delegates);
    if (voter !== null) counted.set(member, voter);
  }
  return counted;
}

function follow(
  member: string,
  electorate: ReadonlySet<string>,
  voted: ReadonlySet<string>,
  delegates: ReadonlyMap<string, string>,
): string | null {
  let holder = member;
  for (let hands = 0; hands <= DELEGATION_DEPTH_MAX; hands += 1) {
    if (voted.has(holder)) return holder;
    const next = delegates.get(holder);
    if (next === undefined || !electorate.has(next)) return null;
    holder = next;
  }
  return null;
}

/**
 * Refuses a delegation that would close a circle or make a chain too long, on any topic that it touches.
 * `edges` are the standing delegations without the one that this would replace.
 *
 * @throws DELEGATION_CYCLE, which wins; DELEGATION_TOO_DEEP
 */
export function requireDelegable(
  edge: DelegationEdge,
  edges: readonly DelegationEdge[],
  topics: readonly string[],
): void {
  const touched = edge.topic === null ? topics : [edge.topic];
  const graphs = touched
    .map((topic) => delegatesOn(topic, [...edges, edge]))
    .filter((delegates) => delegates.get(edge.from) === edge.to);
  if (graphs.some((delegates) => returnsTo(edge.from, delegates))) {
    throw ERRORS.DELEGATION_CYCLE.raise('That delegation would come back to you.', { delegate: edge.to });
  }
  const depth = Math.max(0, ...graphs.map((delegates) => depthThrough(edge.from, delegates)));
  if (depth > DELEGATION_DEPTH_MAX) {
    throw ERRORS.DELEGATION_TOO_DEEP.raise('That chain of delegations would be too long.', {
      hands: depth,
      handsMax: DELEGATION_DEPTH_MAX,
    });
  }
}

function returnsTo(start: string, delegates: ReadonlyMap<string, string>): boolean {
  const seen = new Set<string>();
  for (let at = delegates.get(start); at !== undefined && !seen.has(at); at = delegates.get(at)) {
    if (at === start) return true;
    seen.add(at);
  }
  return false;
}

/** Hands on the longest chain that passes through `member`; circles elsewhere are cut after the bound. */
function depthThrough(member: string, delegates: ReadonlyMap<string, string>): number {
  const limit = DELEGATION_DEPTH_MAX + 1;
  let below = 0;
  for (let at = delegates.get(member); at !== undefined && below < limit; at = delegates.get(at)) below += 1;
  const givers = new Map<string, string[]>();
  for (const [from, to] of delegates) {
    const known = givers.get(to);
    if (known) known.push(from);
    else givers.set(to, [from]);
  }
  let above = 0;
  for (let level = givers.get(member) ?? []; level.length > 0 && above < limit; above += 1) {
    level = level.flatMap((giver) => givers.get(giver) ?? []);
  }
  return above + below;
}

/** What a member signs to let another speak for them. */
export function delegationStatement(cooperative: string, from: string, to: string, topic: string | null) {
  return statement('Delegation', { cooperative, from, to, topic });
}

/** What a member signs to end that: it names the one delegation, so it can end no later one. */
export function revocationStatement(delegation: string, from: string) {
  return statement('DelegationRevocation', { delegation, from });
}
