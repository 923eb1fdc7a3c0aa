import type { DecisionRuleTerms } from '../../kit/contracts/charterTerms.js';
import type { Effect } from '../../kit/contracts/effects.js';
import type { Table } from '../../kit/contracts/licenceTerms.js';
import { ERRORS } from './errors.js';
import type { ProposalOption } from './options.js';
import { assertStep, stateOf } from './proposalState.js';
import type { ProposalFacts } from './proposalState.js';
import type { Count } from './tally.js';

/** The electorate as membership's journal fixed it. */
export interface FixedElectorate {
  /** RFC 6962 root over the electors, lowercase hex. */
  root: string;
  /** Members. */
  size: number;
  /** The entry of membership's journal that fixed it, and its index in the log of this co-op. */
  entry: string;
  index: string;
}

/** What a proposal carries away from its count. */
export interface Tally extends Count {
  /** RFC 6962 root over the published ballots, lowercase hex. */
  ballotsRoot: string;
}

/** One question put to the members of one co-op. */
export interface Proposal extends ProposalFacts {
  id: string;
  cooperative: string;
  kind: Effect['kind'];
  title: string;
  body: string;
  /** The member who submitted it; null when another service's journal asked, or the member was erased. */
  proposer: string | null;
  /** The charter that it was made under. */
  charterVersion: number;
  rule: DecisionRuleTerms;
  options: ProposalOption[];
  effect: Effect;
  /** Lowercase hex SHA-256 of the canonical effect. */
  effectDigest: string;
  /** What a licence's digests stand for; null of what is no licence, and of votes from before terms were shown. */
  terms: Table | null;
  /** The instant from which a decision comes too late, exclusive end of the buyer's signature. */
  decideBy: Date | null;
  submittedAt: Date;
  electorate: FixedElectorate | null;
  closesAt: Date | null;
  /** Why it was refused, cancelled or expired. */
  reason: string | null;
  tally: Tally | null;
}

/** The proposal after something happened to it. What happened must be a step of the state table. */
export function advance(proposal: Proposal, happened: Partial<Proposal>): Proposal {
  const next = { ...proposal, ...happened };
  assertStep(stateOf(proposal), stateOf(next));
  return next;
}

/** When voting would end, and its decision take effect, if it opened at `opensAt`. */
export function windowOf(rule: DecisionRuleTerms, opensAt: Date): { closesAt: Date; enactableAt: Date } {
  const closesAt = after(opensAt, rule.votingPeriodSeconds);
  return { closesAt, enactableAt: after(closesAt, rule.timelockSeconds) };
}

/** The members whom an election that was counted has elected, most approved first. */
export function elected({ options, tally }: Proposal): string[] {
  const candidates = new Map(options.map((option) => [option.id, option.candidate]));
  return (tally?.outcome ?? []).flatMap((option) => candidates.get(option) ?? []);
}

/** The window is half-open: `opensAt` is inside, `closesAt` is outside. @throws PROPOSAL_NOT_OPEN */
export function requireOpen(proposal: Proposal, now: Date): void {
  const { opensAt, closesAt } = proposal;
  const facts = { opensAt: opensAt?.toISOString() ?? null, closesAt: closesAt?.toISOString() ?? null };
  const state = stateOf(proposal);
  if (state === 'OPENING') throw ERRORS.PROPOSAL_NOT_OPEN.raise('Voting has not begun.', { ...facts, state });
  if (state === 'OPEN' && opensAt && closesAt && now >= opensAt && now < closesAt) return;
  throw ERRORS.PROPOSAL_NOT_OPEN.raise('Voting has ended.', { ...facts, state });
}

function after(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1000);
}
