import { ERRORS } from './errors.js';

/** The states of the Dataspace Protocol's contract negotiation, with the meanings that a co-op gives them. */
export const NEGOTIATION_STATES = [
  'REQUESTED',
  'OFFERED',
  'ACCEPTED',
  'AGREED',
  'VERIFIED',
  'FINALIZED',
  'TERMINATED',
] as const;
export type NegotiationState = (typeof NEGOTIATION_STATES)[number];

/** Those of a negotiation that is neither in force nor over: something is still to be done before there is a licence. */
export const OPEN_STATES = [
  'REQUESTED',
  'OFFERED',
  'ACCEPTED',
  'AGREED',
  'VERIFIED',
] as const satisfies readonly NegotiationState[];

/** COOPERATIVE is the co-op as a whole: its members' decision, and the facts that follow from it. */
export type Party = 'BUYER' | 'STEWARDS' | 'COOPERATIVE';

/** As an error names them. */
const NAMES: Readonly<Record<Party, string>> = {
  BUYER: 'its buyer',
  STEWARDS: 'the stewards',
  COOPERATIVE: 'the co-op',
};

/** Who may take a negotiation from one state to another. */
type Moves = Partial<Record<NegotiationState, readonly Party[]>>;

/**
 * What may follow what, and by whom.
 *
 * ACCEPTED is before the members: the buyer alone may take the acceptance back, by a counter-offer or for good.
 * From AGREED on nobody is left to ask but the buyer, who signs and pays. A finished licence ends with its term, unless
 * the co-op ends it: its price was credited, or a later charter forbids its purpose.
 */
export const NEXT = {
  REQUESTED: { OFFERED: ['STEWARDS'], TERMINATED: ['BUYER', 'STEWARDS', 'COOPERATIVE'] },
  OFFERED: {
    OFFERED: ['STEWARDS'],
    REQUESTED: ['BUYER'],
    ACCEPTED: ['BUYER'],
    TERMINATED: ['BUYER', 'STEWARDS', 'COOPERATIVE'],
  },
  ACCEPTED: {
    REQUESTED: ['BUYER'],
    AGREED: ['COOPERATIVE'],
    TERMINATED: ['BUYER', 'COOPERATIVE'],
  },
  AGREED: { VERIFIED: ['BUYER'], TERMINATED: ['BUYER', 'STEWARDS', 'COOPERATIVE'] },
  VERIFIED: { FINALIZED: ['COOPERATIVE'], TERMINATED: ['BUYER', 'STEWARDS', 'COOPERATIVE'] },
  FINALIZED: { TERMINATED: ['COOPERATIVE'] },
  TERMINATED: {},
} as const satisfies Record<NegotiationState, Moves>;

/** Whether that party may take a licence from one state to the other. */
export function mayMove(from: NegotiationState, to: NegotiationState, party: Party): boolean {
  const moves: Moves = NEXT[from];
  return moves[to]?.includes(party) ?? false;
}

/** @throws LICENCE_STATE_CONFLICT */
export function requireMove(from: NegotiationState, to: NegotiationState, party: Party): void {
  if (mayMove(from, to, party)) return;
  const facts = { state: from, wanted: to, party };
  const refusal = `A licence that is ${from} cannot become ${to} by ${NAMES[party]}.`;
  throw ERRORS.LICENCE_STATE_CONFLICT.raise(`${refusal} ${movesInWords(from)}`, facts);
}

function movesInWords(from: NegotiationState): string {
  const moves = Object.entries<readonly Party[]>(NEXT[from]);
  if (moves.length === 0) return 'Nothing follows that state.';
  const words = moves.map(([to, parties]) => `${to} by ${parties.map((party) => NAMES[party]).join(' or ')}`);
  return `It can become ${words.join(', ')}.`;
}
