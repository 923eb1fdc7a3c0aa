import type { ShownEffect } from '../agreements/licenceBallot.js';
import { mutation } from '../client/mutation.js';

export interface SubmitProposalInput {
  cooperative: string;
  kind:
    | 'REVENUE_POLICY'
    | 'ELECTION'
    | 'RESOLUTION'
    | 'CHARTER_AMENDMENT'
    | 'CANCELLATION'
    | 'SUSPENSION'
    | 'REINSTATEMENT'
    | 'RECOVERY';
  title: string;
  body: string;
  /** Of these parts the one that fits the kind. */
  amendment?: { terms: unknown };
  revenuePolicy?: object;
  election?: { role: 'STEWARD'; seats: number; termDays: number; candidates: readonly string[] };
  resolution?: { text: string };
  cancellation?: { proposal: string };
  suspension?: { member: string; days: number };
  reinstatement?: { suspension: string };
  recovery?: { member: string; recovery: string; key: string };
}

export interface CastBallotInput {
  proposal: string;
  effectDigest: string;
  choices: string[];
  signature: string;
  key: string;
  idempotencyKey: string;
}

/** As much of a proposal as one needs to vote on it. */
export interface BallotPaper {
  id: string;
  kind: string;
  title: string;
  state: string;
  options: { id: string; label: string }[];
  /** What every ballot signs, and of a licence what that stands for. */
  effect: ShownEffect;
}

const offered =
  'offer assigner charterVersion purposes prohibited duties price { amountMinor currency } ' +
  'jobPrice { amountMinor currency } termDays prohibitionNoticeDays';

/** What a wallet has to see of the effect of a licence before it signs a ballot on it; of members and parties. */
export const SHOWN_LICENCE = `... on LicenceEffect {
  digest document licenceTerms { offered { ${offered} } published { ${offered} } }
}`;

const EFFECTS = [
  ...['CharterAmendment', 'RevenuePolicy', 'Admission', 'Election', 'Resolution'],
  ...['Cancellation', 'Suspension', 'Reinstatement', 'Recovery'],
];
const shownOfAny = EFFECTS.map((name) => `... on ${name}Effect { digest document }`).join(' ');
const ballotPaper = `id kind title state options { id label } effect { ${SHOWN_LICENCE} ${shownOfAny} }`;

export const submitProposal = mutation<SubmitProposalInput, { id: string }>('submitProposal', 'id');

export const castBallot = mutation<CastBallotInput, { id: string }>('castBallot', 'id', { repeatable: true });

export const PROPOSALS = `
  query Proposals($cooperative: ID!) {
    proposals(cooperative: $cooperative, first: 20) { nodes { ${ballotPaper} } }
  }`;

export const CHARTER = `
  query Charter($cooperative: ID!) { cooperative(id: $cooperative) { charter { id version } } }`;
