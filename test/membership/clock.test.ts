import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMembership } from './support/fixture.js';
import type { Fixture } from './support/fixture.js';

const HOUR = 3_600;

describe('the clock', () => {
  let demo: Fixture;
  let real: Fixture;
  beforeAll(async () => {
    [demo, real] = await Promise.all([startMembership(), startMembership({ DEMO: 'false' })]);
  });
  afterAll(() => Promise.all([demo.service.stop(), real.service.stop()]));

  const advance = (fixture: Fixture, seconds: number, did: string | undefined = fixture.operator.did) =>
    fixture.mutate(did, 'advanceClock', { seconds }, 'now offsetSeconds');

  it('is told to anybody', async () => {
    const { data } = await demo.service.ask(undefined, '{ clock { now offsetSeconds } }');
    expect(data.clock.offsetSeconds).toBe(0);
    expect(Math.abs(Date.parse(data.clock.now as string) - Date.now())).toBeLessThan(10_000);
  });

  it('is moved forward by an operator of a demo, for all services', async () => {
    expect((await advance(demo, HOUR)).data.offsetSeconds).toBe(HOUR);
    const moved = await advance(demo, HOUR);
    expect(moved.data.offsetSeconds).toBe(2 * HOUR);
    expect(Date.parse(moved.data.now as string) - Date.now()).toBeGreaterThan(1.9 * HOUR * 1_000);
    const entries = await demo.journal('ClockAdvanced');
    expect(entries.map(({ cooperative, values }) => [cooperative, values.offsetSeconds])).toEqual([
      ['coop_platform', HOUR],
      ['coop_platform', 2 * HOUR],
    ]);
  });

  it('is never moved back, nor by more than a year', async () => {
    for (const seconds of [0, -1, 367 * 86_400])
      expect((await advance(demo, seconds)).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('is moved by nobody else, and outside a demo by nobody', async () => {
    const founder = (await demo.found('drivers')).founder;
    const refused = await advance(demo, HOUR, founder.did);
    expect(refused.codes).toEqual(['FORBIDDEN']);
    expect(refused.errors?.[0]?.message).toBe('Only an operator of this installation may do this.');
    expect((await demo.mutate(undefined, 'advanceClock', { seconds: HOUR }, 'now')).codes).toEqual([
      'UNAUTHENTICATED',
    ]);
    const outside = await advance(real, HOUR);
    expect(outside.codes).toEqual(['DEMO_ONLY']);
    expect(outside.errors?.[0]?.message).toContain('DEMO=true');
  });
});
