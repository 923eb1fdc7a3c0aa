import { windowOf } from '../domain/proposal.js';
import type { Proposal, Tally } from '../domain/proposal.js';
import { stateOf } from '../domain/proposalState.js';
import { toDecisionRuleType } from './charter.type.js';
import { toEffectType } from './effect.type.js';
import { toOptionType } from './option.type.js';
import type { ProposalOptionType } from './option.type.js';
import type { ProposalType } from './proposal.type.js';
import { cooperativeStub, memberStub } from './stubs.type.js';
import type { TallyType } from './tally.type.js';

export function toProposalType(proposal: Proposal): ProposalType {
  const { id, cooperative, kind, title, body, charterVersion, submittedAt, decideBy, reason } = proposal;
  const { proposer, rule, electorate, tally, enactableAt, enactedAt } = proposal;
  return {
    ...{ id, kind, title, body, charterVersion, submittedAt, decideBy, reason, enactableAt, enactedAt },
    cooperativeId: cooperative,
    cooperative: cooperativeStub(cooperative),
    proposer: proposer === null ? null : memberStub(proposer),
    state: stateOf(proposal),
    method: rule.method,
    secret: false,
    rule: toDecisionRuleType(rule),
    options: proposal.options.map(toOptionType),
    electorate: electorate && {
      size: electorate.size,
      root: electorate.root,
      position: BigInt(electorate.index),
      entry: electorate.entry,
    },
    opensAt: proposal.opensAt ?? submittedAt,
    closesAt: proposal.closesAt ?? windowOf(rule, submittedAt).closesAt,
    tally: tally && toTallyType(proposal, tally),
    effect: toEffectType(proposal),
    effectDigest: proposal.effectDigest,
  };
}

function toTallyType({ id, cooperative, options, electorate }: Proposal, tally: Tally): TallyType {
  const byId = new Map(options.map((option) => [option.id, toOptionType(option)]));
  const optionOf = (option: string): ProposalOptionType => byId.get(option)!;
  const { ballotsCounted, participants, turnoutBp, quorumMet, electorateSize, ballotsRoot } = tally;
  return {
    proposalId: id,
    ...{ ballotsCounted, participants, turnoutBp, quorumMet },
    outcome: tally.outcome.map(optionOf),
    rounds: tally.rounds.map(({ number, counts }) => ({
      number,
      counts: counts.map(({ option, weight }) => ({ option: optionOf(option), weight })),
    })),
    evidence: {
      cooperativeId: cooperative,
      proposalId: id,
      electorateRoot: electorate!.root,
      electorateSize,
      ballotsRoot,
    },
  };
}
