import { describe, expect, it } from '@jest/globals';
import {
  accepted,
  agreed,
  awaits,
  counterOffered,
  finalized,
  hasLapsed,
  isActive,
  isPayable,
  isReturnable,
  isVoteOn,
  requested,
  terminated,
  unusedTerm,
  verified,
} from '../../../subgraphs/data/domain/licence.js';
import type { Acceptance, Agreement, Licence } from '../../../subgraphs/data/domain/licence.js';

const DAY_MS = 86_400_000;
const START = new Date('2026-01-01T00:00:00.000Z');
const later = (days: number) => new Date(START.getTime() + days * DAY_MS);

const ACCEPTANCE: Acceptance = {
  signed: {
    statement: {
      v: 1,
      type: 'OfferAcceptance',
      licence: 'lic_1',
      offerDigest: 'offer',
      charterVersion: 1,
      decideBy: later(30).toISOString(),
      buyer: 'did:key:buyer',
    },
    signature: 'signature',
    key: 'key',
  },
  digest: 'acceptance',
  decideBy: later(30),
  publishedOfferId: 'off_published',
};
const AGREEMENT: Agreement = { document: { '@type': 'Agreement' }, digest: 'agreement' };

const REQUESTED = requested(
  {
    cooperativeId: 'coop_1',
    id: 'lic_1',
    datasetId: 'dst_1',
    buyerId: 'org_1',
    purpose: 'dpv:AcademicResearch',
    offerId: 'off_1',
  },
  START,
);
const OFFERED = counterOffered(REQUESTED, 'STEWARDS', 'off_2', later(1));
const ACCEPTED = accepted(OFFERED, ACCEPTANCE, later(2));
const DECIDED: Licence = {
  ...ACCEPTED,
  proposalId: 'prp_1',
  decision: { entryId: 'ent_1', index: '7', leaf: {}, recordedAt: later(3).toISOString() },
};
const AGREED = agreed(DECIDED, AGREEMENT, false, later(4));
const VERIFIED = verified(AGREED, 'BUYER', later(5));
const FINALIZED = finalized({ ...VERIFIED, paidAt: later(6) }, 10, later(6))!;

const conflict = expect.objectContaining({ code: 'LICENCE_STATE_CONFLICT' });

describe('a licence', () => {
  it('goes the whole way, each step with its instant', () => {
    const way = [REQUESTED, OFFERED, ACCEPTED, AGREED, VERIFIED, FINALIZED];
    expect(way.map(({ state }) => state)).toEqual([
      'REQUESTED',
      'OFFERED',
      'ACCEPTED',
      'AGREED',
      'VERIFIED',
      'FINALIZED',
    ]);
    expect(way.map(({ changedAt }) => changedAt)).toEqual([0, 1, 2, 4, 5, 6].map(later));
    expect(new Set(way.map(({ requestedAt }) => requestedAt))).toEqual(new Set([START]));
  });

  it.each<[string, () => unknown]>([
    ['accepted before stewards have offered', () => accepted(REQUESTED, ACCEPTANCE, START)],
    ['asked for twice without an answer', () => counterOffered(REQUESTED, 'BUYER', 'off_3', START)],
    ['agreed on before the buyer has accepted', () => agreed(OFFERED, AGREEMENT, true, START)],
    ['verified before there is an agreement', () => verified(DECIDED, 'BUYER', START)],
    ['verified by stewards', () => verified(AGREED, 'STEWARDS', START)],
    ['counter-offered after the members have decided', () => counterOffered(AGREED, 'BUYER', 'off_3', START)],
    ['terminated by stewards while it is in force', () => terminated(FINALIZED, 'STEWARDS', 'why', START)],
    ['terminated by its buyer while it is in force', () => terminated(FINALIZED, 'BUYER', 'why', START)],
    [
      'taken up again when it is over',
      () => counterOffered(terminated(OFFERED, 'BUYER', 'why', START), 'BUYER', 'off_3', START),
    ],
  ])('is not %s', (_, step) => expect(step).toThrow(conflict));

  it('loses its acceptance by a counter-offer of its buyer', () => {
    expect(counterOffered(DECIDED, 'BUYER', 'off_3', later(4))).toEqual({
      ...DECIDED,
      state: 'REQUESTED',
      offerId: 'off_3',
      acceptance: null,
      proposalId: null,
      decision: null,
      changedAt: later(4),
    });
  });

  it('keeps the reason why it ended, and no decision that waits', () => {
    const ended = terminated(DECIDED, 'COOPERATIVE', 'REJECTED_BY_VOTE', later(5));
    expect(ended).toMatchObject({ state: 'TERMINATED', reason: 'REJECTED_BY_VOTE', decision: null });
    expect(ended.acceptance).toEqual(ACCEPTANCE);
  });

  it.each([
    { name: 'was never in force', licence: VERIFIED, at: later(7), unused: null },
    { name: 'has just begun', licence: FINALIZED, at: later(6), unused: 10 },
    { name: 'is nearly over', licence: FINALIZED, at: later(15), unused: 1 },
    { name: 'is over', licence: FINALIZED, at: later(20), unused: 0 },
  ])('that $name has so many days of its term left: $unused', ({ licence, at, unused }) => {
    const left = unused === null ? null : { left: String(unused * DAY_MS), whole: String(10 * DAY_MS) };
    expect(unusedTerm(licence, 10, at)).toEqual(left);
  });
});

describe('a vote', () => {
  it.each([
    { name: 'of what is accepted now', licence: ACCEPTED, digest: 'acceptance', is: true },
    { name: 'of another acceptance', licence: ACCEPTED, digest: 'earlier', is: false },
    { name: 'of one that a counter-offer cancelled', licence: OFFERED, digest: 'acceptance', is: false },
    { name: 'of one that was agreed on since', licence: AGREED, digest: 'acceptance', is: false },
  ])('$name counts: $is', ({ licence, digest, is }) => expect(isVoteOn(licence, digest)).toBe(is));

  it('is concluded once, by the decision that is kept', () => {
    expect(awaits(DECIDED, 'ent_1')).toBe(true);
    expect(awaits(DECIDED, 'ent_2')).toBe(false);
    expect(awaits(ACCEPTED, 'ent_1')).toBe(false);
    expect(awaits(AGREED, 'ent_1')).toBe(false);
  });

  it.each([
    { name: 'just before the acceptance ends', licence: ACCEPTED, at: later(30 - 1 / DAY_MS), lapses: false },
    { name: 'as the acceptance ends', licence: ACCEPTED, at: later(30), lapses: true },
    { name: 'when it was decided before', licence: DECIDED, at: later(31), lapses: false },
    { name: 'when nothing is accepted', licence: OFFERED, at: later(31), lapses: false },
  ])('lapses $name: $lapses', ({ licence, at, lapses }) => expect(hasLapsed(licence, at)).toBe(lapses));
});

describe('a licence’s term', () => {
  it.each([
    { name: 'verified and not paid', licence: VERIFIED },
    { name: 'paid and not verified', licence: { ...AGREED, paidAt: later(5) } },
    { name: 'in force already', licence: FINALIZED },
  ])('does not begin while it is $name', ({ licence }) => {
    expect(finalized(licence, 10, later(6))).toBeNull();
  });

  it('begins with the later of signature and payment, and ends outside its last day', () => {
    expect(FINALIZED.validUntil).toEqual(later(16));
    expect(isActive(FINALIZED, later(16 - 1 / DAY_MS))).toBe(true);
    expect(isActive(FINALIZED, later(16))).toBe(false);
  });

  it('needs no payment when it costs nothing', () => {
    const free = verified(agreed(DECIDED, AGREEMENT, true, later(4)), 'BUYER', later(5));
    expect(finalized(free, 10, later(5))).toMatchObject({ state: 'FINALIZED', paidAt: later(4) });
  });

  it('lets nothing be computed while the payment has gone back, nor before it is in force', () => {
    expect(isActive({ ...FINALIZED, paidAt: null }, later(7))).toBe(false);
    expect(isActive({ ...VERIFIED, paidAt: later(5) }, later(7))).toBe(false);
  });

  it.each([
    { name: 'unpaid', licence: AGREED, payable: true, returnable: false },
    { name: 'paid', licence: FINALIZED, payable: false, returnable: true },
    {
      name: 'over and unpaid',
      licence: terminated(AGREED, 'BUYER', 'why', later(5)),
      payable: false,
      returnable: false,
    },
    {
      name: 'over and paid',
      licence: terminated({ ...AGREED, paidAt: later(4) }, 'BUYER', 'why', later(5)),
      payable: false,
      returnable: false,
    },
  ])('$name: a payment comes $payable, goes back $returnable', ({ licence, payable, returnable }) => {
    expect(isPayable(licence)).toBe(payable);
    expect(isReturnable(licence)).toBe(returnable);
  });
});
