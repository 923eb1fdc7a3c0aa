import type { Heard } from '../../kit/journal/reaction.js';
import type { Tx } from '../../kit/store/tx.js';
import type { LicenceEffect } from '../domain/acceptance.js';
import { isVoteOn } from '../domain/licence.js';
import type { Licence } from '../domain/licence.js';
import { holdLicence, saveLicence } from '../store/licenceStore.js';
import { terminate } from './terminateLicence.js';

/** What governance says of a proposal on a licence. Believed only as far as to go and look for the proof. */
export interface ProposalNews {
  readonly proposal: string;
  readonly effect: LicenceEffect;
}

/** A proposal was made of an acceptance: the licence names the vote that it rests on. */
export async function linkProposal(
  tx: Tx,
  cooperativeId: string,
  { proposal: proposalId, effect }: ProposalNews,
): Promise<void> {
  const licence = await votedOn(tx, cooperativeId, effect);
  if (licence) await saveLicence(tx, { ...licence, proposalId });
}

/** The members said yes: what stands in the journal is kept until it is proven. */
export async function recordDecision(
  tx: Tx,
  entry: Heard,
  { proposal: proposalId, effect }: ProposalNews,
): Promise<void> {
  const licence = await votedOn(tx, entry.cooperative, effect);
  if (!licence) return;
  const decision = {
    entryId: entry.entryId,
    index: String(entry.index),
    leaf: entry.leaf,
    recordedAt: entry.recordedAt.toISOString(),
  };
  await saveLicence(tx, { ...licence, proposalId, decision });
}

/** The members said no, or the vote came to nothing. */
export async function recordRefusal(
  tx: Tx,
  cooperativeId: string,
  { effect }: ProposalNews,
  reason: string,
): Promise<void> {
  const licence = await votedOn(tx, cooperativeId, effect);
  if (licence) await terminate(tx, licence, reason, { party: 'COOPERATIVE' });
}

/** The licence, locked, if the acceptance that was voted on is the one that stands. */
async function votedOn(tx: Tx, cooperativeId: string, effect: LicenceEffect): Promise<Licence | null> {
  const licence = await holdLicence(tx, cooperativeId, effect.licence);
  return licence && isVoteOn(licence, effect.acceptanceDigest) ? licence : null;
}
