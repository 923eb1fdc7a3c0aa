import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDecided, paymentState, payoutState } from '../../../subgraphs/payouts/domain/transfer.js';
import type { TransferFact, TransferFacts } from '../../../subgraphs/payouts/domain/transfer.js';

const NONE: TransferFacts = { settledAt: null, failedAt: null, returnedAt: null, stoppedAt: null };
const FIELD = { SETTLED: 'settledAt', FAILED: 'failedAt', RETURNED: 'returnedAt' } as const;
const hear = (facts: readonly TransferFact[]) =>
  facts.reduce<TransferFacts>(
    (known, fact, i) => ({ ...known, [FIELD[fact]]: known[FIELD[fact]] ?? new Date(i) }),
    NONE,
  );

describe('the state of a transfer', () => {
  const cases: { heard: TransferFact[]; payment: string; payout: string }[] = [
    { heard: [], payment: 'PENDING', payout: 'REQUESTED' },
    { heard: ['SETTLED'], payment: 'SUCCEEDED', payout: 'SETTLED' },
    { heard: ['FAILED'], payment: 'FAILED', payout: 'FAILED' },
    { heard: ['RETURNED'], payment: 'RETURNED', payout: 'FAILED' },
    { heard: ['RETURNED', 'SETTLED'], payment: 'RETURNED', payout: 'FAILED' },
    { heard: ['FAILED', 'SETTLED'], payment: 'SUCCEEDED', payout: 'FAILED' },
    { heard: ['SETTLED', 'SETTLED'], payment: 'SUCCEEDED', payout: 'SETTLED' },
  ];
  it.each(cases)(
    'after $heard is $payment for a payment, $payout for a payout',
    ({ heard, payment, payout }) => {
      expect(paymentState(hear(heard))).toBe(payment);
      expect(payoutState(hear(heard))).toBe(payout);
    },
  );

  it('does not depend on the order in which things are heard, nor on how often', () => {
    const heard = fc.array(fc.constantFrom<TransferFact>('SETTLED', 'FAILED', 'RETURNED'), { maxLength: 6 });
    const orders = heard.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 0 })),
    );
    fc.assert(
      fc.property(orders, ([all, other]) => {
        const again = [...other, ...all];
        expect(paymentState(hear(again))).toBe(paymentState(hear(all)));
        expect(payoutState(hear(again))).toBe(payoutState(hear(all)));
        expect(isDecided(hear(all))).toBe(all.length > 0);
      }),
    );
  });
});
