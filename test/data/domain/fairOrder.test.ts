import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fairOrder, type LastTurns, type WaitingLine } from '../../../subgraphs/data/domain/fairOrder.js';

const NOBODY: LastTurns = { cooperatives: new Map(), buyers: new Map() };

function line(cooperativeId: string, buyerId: string, count: number, from = 0): WaitingLine {
  const id = (i: number) => `job_${String(from + i).padStart(5, '0')}_${cooperativeId}_${buyerId}`;
  return { cooperativeId, buyerId, jobIds: Array.from({ length: count }, (_, i) => id(i)) as [string] };
}

const lines = fc
  .uniqueArray(
    fc.record({
      cooperativeId: fc.constantFrom('a', 'b', 'c', 'd'),
      buyerId: fc.constantFrom('u', 'v', 'w', 'x'),
      count: fc.integer({ min: 1, max: 12 }),
      from: fc.integer({ min: 0, max: 99 }),
    }),
    { selector: ({ cooperativeId, buyerId }) => `${cooperativeId} ${buyerId}`, minLength: 1 },
  )
  .map((all) =>
    all.map(({ cooperativeId, buyerId, count, from }) => line(cooperativeId, buyerId, count, from)),
  );
const turns = (names: string[]) =>
  fc.dictionary(fc.constantFrom(...names), fc.double({ min: 0, max: 2e9, noNaN: true }));
const lastTurns = fc
  .record({ cooperatives: turns(['a', 'b', 'c', 'd']), buyers: turns(['u', 'v', 'w', 'x']) })
  .map(({ cooperatives, buyers }) => ({
    cooperatives: new Map(Object.entries(cooperatives)),
    buyers: new Map(Object.entries(buyers)),
  }));

function holds(property: (waiting: WaitingLine[], last: LastTurns) => void): void {
  fc.assert(fc.property(lines, lastTurns, property), { seed: 7, numRuns: 300 });
}

describe('the order of waiting jobs', () => {
  test('has each job once, those of one buyer in one co-op from old to new', () => {
    holds((waiting, last) => {
      const order = [...fairOrder(waiting, last)];
      for (const { cooperativeId, buyerId, jobIds } of waiting) {
        const own = order.filter((turn) => turn.cooperativeId === cooperativeId && turn.buyerId === buyerId);
        expect(own.map(({ jobId }) => jobId)).toEqual(jobIds);
      }
      expect(order).toHaveLength(waiting.flatMap(({ jobIds }) => jobIds).length);
    });
  });

  test('gives no co-op a second turn while another waits for its first', () => {
    holds((waiting, last) => {
      const order = [...fairOrder(waiting, last)].map(({ cooperativeId }) => cooperativeId);
      order.forEach((cooperative, at) => {
        const again = order.indexOf(cooperative, at + 1);
        if (again < 0) return;
        const between = new Set(order.slice(at + 1, again));
        for (const other of new Set(order.slice(again))) {
          if (other !== cooperative) expect(between).toContain(other);
        }
      });
    });
  });

  test('lets a co-op that never had a turn begin within as many turns as there are co-ops', () => {
    holds((waiting, last) => {
      const order = [...fairOrder(waiting, last)].map(({ cooperativeId }) => cooperativeId);
      const cooperatives = new Set(order);
      for (const cooperative of cooperatives)
        expect(order.indexOf(cooperative)).toBeLessThan(cooperatives.size);
    });
  });

  test('puts one job of another buyer behind one of many, not behind all', () => {
    const order = [
      ...fairOrder([line('a', 'u', 160), line('a', 'v', 1, 500), line('b', 'w', 1, 900)], NOBODY),
    ];
    expect(order.slice(0, 3).map(({ buyerId }) => buyerId)).toEqual(['u', 'w', 'v']);
  });

  test('remembers who had the last turn', () => {
    const last = { cooperatives: new Map([['a', 5]]), buyers: new Map([['u', 5]]) };
    const order = [...fairOrder([line('a', 'u', 3), line('a', 'v', 3, 500)], last)];
    expect(order.map(({ buyerId }) => buyerId)).toEqual(['v', 'u', 'v', 'u', 'v', 'u']);
  });

  test('takes whoever is first of all lines, each time', () => {
    holds((waiting, last) => expect([...fairOrder(waiting, last)]).toEqual(byLookingAtAll(waiting, last)));
  });

  test('looks at few lines for each job, however many wait', () => {
    let looks = 0;
    const waiting = Array.from({ length: 400 }, (_, index) => {
      const { cooperativeId, buyerId, jobIds } = line(`coop${index % 20}`, `buyer${index}`, 10, index * 10);
      const counted = jobIds.map((id) => id) as [string];
      return {
        cooperativeId,
        buyerId,
        jobIds: new Proxy(counted, {
          get(target, name, receiver) {
            looks += 1;
            return Reflect.get(target, name, receiver) as unknown;
          },
        }),
      };
    });
    const order = [...fairOrder(waiting, NOBODY)];
    expect(order).toHaveLength(4_000);
    // Looking at all would be 400 for each job.
    expect(looks / order.length).toBeLessThan(60);
  });
});

/** The same order, found by comparing all lines for every job. */
function byLookingAtAll(waiting: readonly WaitingLine[], last: LastTurns) {
  const [cooperatives, buyers] = [new Map(last.cooperatives), new Map(last.buyers)];
  const left = waiting.map((one) => ({ ...one, jobIds: [...one.jobIds] }));
  let now = Math.max(0, ...cooperatives.values(), ...buyers.values());
  const order = [];
  while (left.some(({ jobIds }) => jobIds.length > 0)) {
    const [next] = left
      .filter(({ jobIds }) => jobIds.length > 0)
      .sort(
        (a, b) =>
          (cooperatives.get(a.cooperativeId) ?? -1) - (cooperatives.get(b.cooperativeId) ?? -1) ||
          (buyers.get(a.buyerId) ?? -1) - (buyers.get(b.buyerId) ?? -1) ||
          (a.jobIds[0]! < b.jobIds[0]! ? -1 : 1),
      );
    const { cooperativeId, buyerId } = next!;
    order.push({ cooperativeId, buyerId, jobId: next!.jobIds.shift()! });
    now += 1;
    cooperatives.set(cooperativeId, now);
    buyers.set(buyerId, now);
  }
  return order;
}
