import type { FeedEntry } from '../../kit/journal/feed.js';
import type { Tx } from '../../kit/store/store.js';
import type { LicenceEffect } from '../domain/acceptance.js';
import type { LicenceRow } from '../store/licenceRow.js';
import { lockLicence } from './withNegotiation.js';
import { terminate } from './terminateLicence.js';

/** What governance says of a proposal on a licence. Believed only as far as to go and look for the proof. */
export interface ProposalNews {
  readonly proposal: string;
  readonly effect: LicenceEffect;
}

/** A proposal was made of an acceptance: the licence names the vote that it rests on. */
export async function linkProposal(
  tx: Tx,
  cooperative: string,
  { proposal, effect }: ProposalNews,
): Promise<void> {
  const licence = await accepted(tx, cooperative, effect);
  if (!licence) return;
  await tx.query('update licence set proposal_id = $3 where cooperative_id = $1 and id = $2', [
    cooperative,
    licence.id,
    proposal,
  ]);
}

/** The members said yes: what stands in the journal is kept until it is proven. */
export async function recordDecision(
  tx: Tx,
  entry: FeedEntry,
  { proposal, effect }: ProposalNews,
): Promise<void> {
  const licence = await accepted(tx, entry.cooperative, effect);
  if (!licence) return;
  const decision = {
    entryId: entry.entryId,
    index: String(entry.index),
    leaf: entry.leaf,
    recordedAt: entry.recordedAt.toISOString(),
  };
  await tx.query('update licence set proposal_id = $3, decision = $4 where cooperative_id = $1 and id = $2', [
    entry.cooperative,
    licence.id,
    proposal,
    JSON.stringify(decision),
  ]);
}

/** The members said no, or the vote came to nothing. */
export async function recordRefusal(
  tx: Tx,
  cooperative: string,
  { effect }: ProposalNews,
  reason: string,
): Promise<void> {
  const licence = await accepted(tx, cooperative, effect);
  if (licence) await terminate(tx, licence, reason, { party: 'COOPERATIVE' });
}

/** The licence, locked, if the acceptance that was voted on is the one that stands. */
async function accepted(tx: Tx, cooperative: string, effect: LicenceEffect): Promise<LicenceRow | null> {
  const licence = await lockLicence(tx, cooperative, effect.licence);
  const stands = licence?.state === 'ACCEPTED' && licence.acceptanceDigest === effect.acceptanceDigest;
  return stands ? licence : null;
}
