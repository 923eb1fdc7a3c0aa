import { ProposalClosed } from '../../kit/contracts/entries/governance.js';
import { digestOf } from '../../kit/domain/canonical.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { delegatesOn, resolveDelegations } from '../domain/delegation.js';
import { ballotsRoot } from '../domain/evidence.js';
import { advance, windowOf } from '../domain/proposal.js';
import type { Proposal, Tally } from '../domain/proposal.js';
import { stateOf } from '../domain/proposalState.js';
import { count } from '../domain/tally.js';
import { ballotsOf, saveWeights } from '../store/ballotStore.js';
import { delegationsAt } from '../store/delegationStore.js';
import { electorsOf, saveCounted } from '../store/electorStore.js';
import { claimProposal, saveProposal } from '../store/proposalStore.js';
import { BY_ITSELF, journalRejected } from './journalEntries.js';

export interface OneProposal {
  cooperative: string;
  id: string;
}

/**
 * Counts a proposal whose window has ended, and queues or rejects it.
 *
 * Any number of workers may try: the row lock lets one in, and the state that it leaves keeps the others out.
 *
 * @returns whether this call did it.
 */
export function closeProposal(store: Store) {
  return ({ cooperative, id }: OneProposal): Promise<boolean> =>
    store.transaction({ cooperative }, async (tx) => {
      const proposal = await claimProposal(tx, cooperative, id);
      if (!proposal?.opensAt || stateOf(proposal) !== 'OPEN') return false;
      // The timelock runs from the close that was announced, not from when a worker came to it.
      const { closesAt, enactableAt } = windowOf(proposal.rule, proposal.opensAt);
      if (tx.now < closesAt) return false;
      const tally = await countBallots(tx, proposal, closesAt);
      const outcome = tally.passed ? ('PASSED' as const) : ('REJECTED' as const);
      const counted = advance(proposal, { closedAt: tx.now, outcome, tally, reason: reasonOf(tally) });
      const closed = tally.passed ? advance(counted, { enactableAt }) : counted;
      await saveProposal(tx, closed);
      tx.append(ProposalClosed, {
        cooperative,
        ...BY_ITSELF,
        public: { effect: proposal.effectDigest, tally: digestOf(tally), ballots: tally.ballotsRoot },
        private: { proposal: id, kind: proposal.kind, title: proposal.title, outcome, tally },
      });
      if (!tally.passed) journalRejected(tx, closed);
      return true;
    });
}

function reasonOf({ passed, quorumMet, turnoutBp }: Tally): string | null {
  if (passed) return null;
  if (!quorumMet) return `NO_QUORUM: ${turnoutBp} basis points of the electorate took part.`;
  return 'VOTED_DOWN: the ballots did not reach the threshold.';
}

/** Counts under the delegations that stood when voting ended, and keeps for whom each ballot counted. */
async function countBallots(tx: Tx, proposal: Proposal, closesAt: Date): Promise<Tally> {
  const { cooperative, id, effect, rule, options } = proposal;
  const electors = await electorsOf(tx, cooperative, id);
  const ballots = await ballotsOf(tx, cooperative, id);
  const delegations = await delegationsAt(tx, cooperative, closesAt);

  // An erased elector has only a place left: the ballot counts, and nobody's delegation leads there.
  const nameAt = (place: number) => electors[place]?.memberId ?? `place ${place}`;
  const placeOf = new Map(electors.map(({ place }) => [nameAt(place), place]));
  const voted = new Set(ballots.map(({ place }) => nameAt(place)));
  const speaksFor = resolveDelegations(
    new Set(placeOf.keys()),
    voted,
    delegatesOn(proposal.kind, delegations),
  );
  const counted = new Map([...speaksFor].map(([from, voter]) => [placeOf.get(from)!, placeOf.get(voter)!]));
  const weights = new Map<number, number>();
  for (const place of counted.values()) weights.set(place, (weights.get(place) ?? 0) + 1);

  const published = ballots.map(({ place, choices, commitment }) => ({
    pseudonym: electors[place]!.pseudonym,
    choices,
    weight: weights.get(place)!,
    commitment,
  }));
  const seats = effect.kind === 'ELECTION' ? effect.seats : 1;
  const result = count(rule, options, published, electors.length, seats);
  await saveCounted(tx, cooperative, id, counted);
  await saveWeights(tx, cooperative, id, weights);
  return { ...result, ballotsRoot: ballotsRoot(published) };
}
