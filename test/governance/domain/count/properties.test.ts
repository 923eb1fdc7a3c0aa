import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { approval } from '../../../../subgraphs/governance/domain/count/approval.js';
import { validBallots } from '../../../../subgraphs/governance/domain/count/election.js';
import type { CountAsked, CountResult } from '../../../../subgraphs/governance/domain/count/election.js';
import { instantRunoff } from '../../../../subgraphs/governance/domain/count/instantRunoff.js';
import { meek } from '../../../../subgraphs/governance/domain/count/meek.js';
import { pairwise, schulze } from '../../../../subgraphs/governance/domain/count/schulze.js';
import { scottishStv } from '../../../../subgraphs/governance/domain/count/scottishStv.js';
import { slowInstantRunoff, slowMeek, slowSchulze, slowScottishStv } from './slowCounters.js';

const NAMES = ['A', 'B', 'C', 'D', 'E', 'F'];
const runs = (numRuns: number) => ({ seed: 20_261_130, numRuns });

/** Rankings with candidates left out, and equals where they are asked for. */
const ranking = (size: number, withEquals: boolean) =>
  fc
    .tuple(
      fc.shuffledSubarray(
        Array.from({ length: size }, (_, place) => place),
        { minLength: 1 },
      ),
      fc.array(fc.boolean(), { minLength: size, maxLength: size }),
    )
    .map(([order, joined]) => {
      const steps: number[][] = [];
      order.forEach((candidate, at) => {
        if (withEquals && at > 0 && joined[at] && joined[at - 1]) steps.at(-1)!.push(candidate);
        else steps.push([candidate]);
      });
      return steps;
    });

const election = ({ withEquals = false, seatsMax = 3 } = {}): fc.Arbitrary<CountAsked> =>
  fc.integer({ min: 2, max: NAMES.length }).chain((size) => {
    const candidates = NAMES.slice(0, size);
    return fc.record({
      election: fc.record({
        candidates: fc.constant(candidates),
        withdrawn: fc.constantFrom(new Set<number>(), new Set<number>(), new Set([0])),
        ballots: fc.array(
          fc.record({ count: fc.integer({ min: 1, max: 12 }), ranking: ranking(size, withEquals) }),
          { minLength: 1, maxLength: 14 },
        ),
      }),
      seats: fc.integer({ min: 1, max: Math.max(1, Math.min(seatsMax, size - 1)) }),
      lot: fc.shuffledSubarray(
        candidates.map((_, place) => place),
        { minLength: size },
      ),
    });
  });

const standing = ({ election: { candidates, withdrawn } }: CountAsked) =>
  candidates.filter((_, place) => !withdrawn.has(place));

describe('counting', () => {
  it.each([
    ['the Scottish rule', scottishStv, slowScottishStv, 400],
    ['Meek’s', meek, slowMeek, 250],
    ['instant runoff', instantRunoff, slowInstantRunoff, 400],
    ['Schulze’s', schulze, slowSchulze, 250],
  ] as const)('elects whom a slow counter elects, in its order: %s', (_, fast, slow, times) => {
    fc.assert(
      fc.property(election({ withEquals: true }), (asked) => {
        expect(fast(asked).winners).toEqual(slow(asked));
      }),
      runs(times),
    );
  });

  it.each([
    ['the Scottish rule', scottishStv],
    ['Meek’s', meek],
    ['Schulze’s', schulze],
  ] as const)('fills the seats with different people who stand: %s', (_, method) => {
    fc.assert(
      fc.property(election({ withEquals: true }), (asked) => {
        const { winners } = method(asked);
        expect(new Set(winners).size).toBe(Math.min(asked.seats, standing(asked).length));
        expect(standing(asked)).toEqual(expect.arrayContaining([...winners]));
      }),
      runs(150),
    );
  });

  it.each([
    ['the Scottish rule', scottishStv, 5],
    ['Meek’s', meek, 9],
    ['instant runoff', instantRunoff, 0],
  ] as const)('makes no votes, and loses none but what is cut off: %s', (_, method, places) => {
    fc.assert(
      fc.property(election({ withEquals: true, seatsMax: places === 0 ? 1 : 3 }), (asked) => {
        const cast = BigInt(validBallots(asked.election)) * 10n ** BigInt(places);
        for (const { votes, nonTransferable } of method(asked).rounds) {
          const units = [...Object.values(votes), nonTransferable].map((each) =>
            BigInt(each.replace('.', '')),
          );
          const counted = units.reduce((sum, each) => sum + each, 0n);
          const isCut = places === 5;
          // A unit a ballot and a surplus at most.
          const lost = isCut ? BigInt(validBallots(asked.election) * asked.seats) : 0n;
          expect(counted <= cast && counted >= cast - lost).toBe(true);
        }
      }),
      runs(150),
    );
  });

  it.each([
    ['the Scottish rule', scottishStv],
    ['Meek’s', meek],
  ] as const)('gives a solid coalition the seats of its whole quotas: %s', (_, method) => {
    const coalition = fc.tuple(
      election(),
      fc.integer({ min: 1, max: 40 }),
      fc.shuffledSubarray([1, 2, 3], { minLength: 1 }),
    );
    fc.assert(
      fc.property(coalition, ([asked, more, members]) => {
        const within = members.filter((member) => member < asked.election.candidates.length);
        fc.pre(within.length > 0);
        // Every one of them ranks all of these first, in the same or in the other order.
        const orders = [within, [...within].reverse()];
        const ballots = [
          ...asked.election.ballots,
          ...orders.map((order) => ({ count: more, ranking: order.map((one) => [one]) })),
        ];
        const whole = { ...asked.election, ballots };
        const quota = Math.floor(validBallots(whole) / (asked.seats + 1)) + 1;
        const seats = Math.min(within.length, asked.seats, Math.floor((2 * more) / quota));
        const { winners } = method({ ...asked, election: whole });
        const won = within.filter((one) => winners.includes(NAMES[one]!)).length;
        expect(won).toBeGreaterThanOrEqual(seats);
      }),
      runs(300),
    );
  });

  it('elects whoever beats everybody, by Schulze’s', () => {
    fc.assert(
      fc.property(election({ withEquals: true }), (asked) => {
        const preferred = pairwise(asked.election);
        const stands = asked.lot.filter((one) => !asked.election.withdrawn.has(one));
        const winner = stands.find((a) =>
          stands.every((b) => a === b || preferred[a]![b]! > preferred[b]![a]!),
        );
        fc.pre(winner !== undefined);
        expect(schulze(asked).winners[0]).toBe(NAMES[winner]);
      }),
      runs(250),
    );
  });

  it.each([
    ['Schulze’s', schulze],
    ['approval', approval],
  ] as const)('does not turn against a winner whom more voters prefer: %s', (_, method) => {
    fc.assert(
      fc.property(election({ seatsMax: 1 }), fc.nat(), (asked, chosen) => {
        const before = method(asked).winners[0];
        fc.pre(before !== undefined);
        const winner = NAMES.indexOf(before);
        const at = chosen % asked.election.ballots.length;
        const raised = asked.election.ballots.map((group, index) =>
          index === at
            ? {
                ...group,
                ranking: [
                  [winner],
                  ...group.ranking.map((step) => step.filter((one) => one !== winner)),
                ].filter((step) => step.length > 0),
              }
            : group,
        );
        const after: CountResult = method({ ...asked, election: { ...asked.election, ballots: raised } });
        expect(after.winners[0]).toBe(before);
      }),
      runs(250),
    );
  });

  it.each([
    ['the Scottish rule', scottishStv],
    ['Meek’s', meek],
    ['instant runoff', instantRunoff],
    ['Schulze’s', schulze],
    ['approval', approval],
  ] as const)(
    'counts the same in whichever order ballots lie, and however they are bundled: %s',
    (_, method) => {
      fc.assert(
        fc.property(election({ withEquals: true }), (asked) => {
          const single = asked.election.ballots
            .flatMap(({ count, ranking }) => Array.from({ length: count }, () => ({ count: 1, ranking })))
            .reverse();
          expect(method({ ...asked, election: { ...asked.election, ballots: single } })).toEqual(
            method(asked),
          );
        }),
        runs(80),
      );
    },
  );
});
