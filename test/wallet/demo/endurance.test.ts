import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { RequestRefused } from '../../../wallet/client/errors.js';
import { Endurance } from '../../../wallet/demo/load/endurance.js';
import { Gate } from '../../../wallet/demo/load/gate.js';

const refused = (code: string, retry: string, status = 200) =>
  new RequestRefused([{ message: 'No.', extensions: { code, retry } }], null, status);
const BEHIND = refused('PROJECTION_BEHIND', 'later');
const LATE = refused('SUBGRAPH_TIMEOUT', 'later');
const CONFLICT = refused('CONSENT_EXISTS', 'never');
const UNREACHED = new TypeError('fetch failed');
const OVERDUE = Object.assign(new Error('over'), { name: 'TimeoutError' });

/** Time that passes only in pauses, and what they were. */
function clock() {
  const pauses: number[] = [];
  let at = 0;
  return {
    pauses,
    now: () => at,
    pass: (ms: number) => (at += ms),
    pause: async (ms: number) => {
      pauses.push(ms);
      at += ms;
    },
  };
}

/** A step that meets those errors one after the other, then succeeds. */
function meeting(...errors: Error[]) {
  const told: boolean[] = [];
  const step = async (again: boolean) => {
    told.push(again);
    const error = errors[told.length - 1];
    if (error) throw error;
    return 'done';
  };
  return { told, step };
}

describe('a step of the load', () => {
  it.each([
    ['a projection that is behind', BEHIND],
    ['a service that is late', LATE],
    ['a fault of the services', refused('INTERNAL_SERVER_ERROR', 'later')],
    ['a gateway that is not there', UNREACHED],
    ['an answer that never comes', OVERDUE],
    ['a proxy that speaks no GraphQL', new RequestRefused([{ message: 'HTTP 502' }], undefined, 502)],
  ])('is done again after %s', async (_, error) => {
    const { told, step } = meeting(error, error);
    expect(await new Endurance(clock()).over('it', step)).toBe('done');
    expect(told).toEqual([false, true, true]);
  });

  it.each([
    ['what is forbidden', refused('FORBIDDEN', 'never')],
    [
      'two refusals of which one is final',
      new RequestRefused([...BEHIND.failures, ...CONFLICT.failures], null, 200),
    ],
    ['what a proxy says of our request', new RequestRefused([{ message: 'HTTP 404' }], undefined, 404)],
    ['a mistake of ours', new Error('no such person')],
  ])('ends at once with %s', async (_, error) => {
    const { told, step } = meeting(error);
    await expect(new Endurance(clock()).over('it', step)).rejects.toBe(error);
    expect(told).toHaveLength(1);
  });

  it('looks anew when an attempt of unknown outcome seems to have been done', async () => {
    const { told, step } = meeting(LATE, CONFLICT);
    expect(await new Endurance(clock()).over('it', step)).toBe('done');
    expect(told).toEqual([false, true, true]);
  });

  it('does not look for ever at what stays refused', async () => {
    const { told, step } = meeting(LATE, ...Array.from({ length: 20 }, () => CONFLICT));
    await expect(new Endurance(clock()).over('it', step)).rejects.toBe(CONFLICT);
    expect(told.length).toBeLessThan(10);
  });

  it('is tried with growing pauses, and given up in words once nothing has gone on for ten minutes', async () => {
    const time = clock();
    const { step } = meeting(...Array.from({ length: 1_000 }, () => LATE));
    const ended = new Endurance(time).over('the drivers vote', step);
    await expect(ended).rejects.toThrow(
      /^for 10 minutes nothing went on \(the drivers vote\): SUBGRAPH_TIMEOUT/,
    );
    expect(time.pauses.slice(0, 4)).toEqual([250, 500, 1_000, 2_000]);
    expect(Math.max(...time.pauses)).toBe(10_000);
    expect(time.now()).toBeGreaterThan(600_000);
    expect(time.now()).toBeLessThan(620_000);
  });

  it('is not given up while others go on', async () => {
    const time = clock();
    const endurance = new Endurance(time);
    let attempts = 0;
    await endurance.over('it', async () => {
      endurance.progressed();
      if ((attempts += 1) < 200) throw BEHIND;
    });
    expect(attempts).toBe(200);
    expect(endurance.trouble).toBeUndefined();
  });
});

describe('a request of the load', () => {
  const cases = [
    { name: 'that may be repeated, whatever passes', repeat: 'always', error: LATE, again: true },
    { name: 'that may be repeated, no answer', repeat: 'always', error: OVERDUE, again: true },
    { name: 'that may be repeated, a refusal', repeat: 'always', error: CONFLICT, again: false },
    { name: 'that was refused whole', repeat: 'refused', error: BEHIND, again: true },
    { name: 'of which nobody knows', repeat: 'refused', error: LATE, again: false },
    { name: 'that was cut off', repeat: 'refused', error: UNREACHED, again: false },
    { name: 'of which a part may be done', repeat: 'never', error: BEHIND, again: false },
  ] as const;
  it.each(cases)('$name: $again', ({ repeat, error, again }) => {
    expect(new Endurance(clock()).pauseAfter(error, 1, repeat) !== undefined).toBe(again);
  });

  it('is given up with the rest', () => {
    const time = clock();
    const endurance = new Endurance(time);
    time.pass(600_001);
    expect(endurance.pauseAfter(BEHIND, 1, 'always')).toBeUndefined();
  });
});

describe('the gate', () => {
  const answer = (status = 200) => new Response('', { status });
  const soon = () => new Promise((resolve) => setImmediate(resolve));

  it('never lets more through than it is wide, and everybody in the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ slow: fc.boolean(), status: fc.constantFrom(200, 429, 503) }), {
          maxLength: 60,
        }),
        async (requests) => {
          let [now, underWay, most, done] = [0, 0, 0, 0];
          const gate = new Gate(
            async (_url, init) => {
              const { slow, status } = requests[Number(init!.body)]!;
              most = Math.max(most, (underWay += 1));
              expect(underWay).toBeLessThanOrEqual(12);
              await soon();
              now += slow ? 5_000 : 10;
              underWay -= 1;
              return answer(status);
            },
            () => now,
          );
          await Promise.all(
            requests.map(async (_, index) => {
              await gate.fetch('http://x', { body: String(index) });
              done += 1;
            }),
          );
          expect(done).toBe(requests.length);
          expect(gate.width).toBeGreaterThanOrEqual(1);
          expect(most).toBeLessThanOrEqual(12);
        },
      ),
      { numRuns: 50, seed: 11 },
    );
  });

  it('narrows to one while answers are slow, and widens again', async () => {
    let [now, takesMs] = [0, 5_000];
    const gate = new Gate(
      async () => {
        now += takesMs;
        return answer();
      },
      () => now,
    );
    for (let count = 0; count < 10; count += 1) await gate.fetch('http://x');
    expect(gate.width).toBe(1);
    takesMs = 10;
    for (let count = 0; count < 200; count += 1) await gate.fetch('http://x');
    expect(gate.width).toBe(12);
  });

  it('gives the place back when a request fails', async () => {
    const gate = new Gate(() => Promise.reject(UNREACHED));
    for (let count = 0; count < 30; count += 1) await expect(gate.fetch('http://x')).rejects.toBe(UNREACHED);
  });
});
