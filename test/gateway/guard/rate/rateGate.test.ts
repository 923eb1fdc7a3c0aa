import { describe, expect, test } from '@jest/globals';
import { MemoryRateLimits } from '../../../../gateway/guard/rate/memoryRateLimits.js';
import { RateGate } from '../../../../gateway/guard/rate/rateGate.js';
import type { RateGateOptions } from '../../../../gateway/guard/rate/rateGate.js';
import type { RateLimits } from '../../../../gateway/guard/rate/rateLimits.js';

const STILL = 0.001;
const ANN = { address: '10.0.0.1', local: false, viewer: 'did:key:ann' };
const NOBODY = { address: '10.0.0.1', local: false, viewer: null };
const memory = () => new MemoryRateLimits({ bucketsMax: 100 });

function gateOf(options: Partial<RateGateOptions> = {}): RateGate {
  return new RateGate({
    limits: memory(),
    fallback: memory(),
    perAddress: { perSecond: STILL, burst: 1_000 },
    countsLocal: false,
    perViewer: { perSecond: STILL, burst: 100 },
    anonymousMutations: { perSecond: STILL, burst: 50 },
    warn: () => undefined,
    ...options,
  });
}

const limited = expect.objectContaining({
  code: 'RATE_LIMITED',
  facts: { retryAfterSeconds: expect.any(Number) },
});

describe('the rates of callers', () => {
  test('count the cost and one for the request', async () => {
    const gate = gateOf();
    await gate.charge(ANN, 99, false);
    expect(() => gate.charge(ANN, 0, false)).toThrow(limited);
  });

  test('hold a viewer wherever they come from, and nobody else', async () => {
    const gate = gateOf();
    await gate.charge(ANN, 99, false);
    expect(() => gate.charge({ ...ANN, address: '10.0.0.2' }, 0, false)).toThrow(limited);
    expect(() => gate.charge({ ...ANN, viewer: 'did:key:ben' }, 0, false)).not.toThrow();
  });

  test('hold an address whoever comes from it', async () => {
    const gate = gateOf({ perViewer: { perSecond: 0, burst: 1 } });
    await gate.charge(ANN, 999, false);
    expect(() => gate.charge({ ...ANN, viewer: 'did:key:ben' }, 0, false)).toThrow(limited);
    expect(() => gate.charge({ ...ANN, address: '10.0.0.2' }, 0, false)).not.toThrow();
  });

  test('hold mutations of nobody tighter than their queries, and than those of viewers', async () => {
    const gate = gateOf();
    await gate.charge(NOBODY, 49, true);
    expect(() => gate.charge(NOBODY, 10, true)).toThrow(limited);
    expect(() => gate.charge(NOBODY, 10, false)).not.toThrow();
    expect(() => gate.charge(ANN, 10, true)).not.toThrow();
  });

  test('turn away who has spent all before anything is read', async () => {
    const gate = gateOf();
    expect(() => gate.requireOpen(ANN)).not.toThrow();
    await gate.charge(ANN, 99, false);
    expect(() => gate.requireOpen(ANN)).toThrow(limited);
    // The address has something left.
    expect(() => gate.requireOpen(NOBODY)).not.toThrow();
  });

  test('let smaller things pass while a larger one must wait', async () => {
    const gate = gateOf();
    await gate.charge(ANN, 50, false);
    expect(() => gate.charge(ANN, 60, false)).toThrow(limited);
    expect(() => gate.requireOpen(ANN)).not.toThrow();
    expect(() => gate.charge(ANN, 10, false)).not.toThrow();
  });

  test('make requests that are refused cost, until they are turned away', () => {
    const gate = gateOf({ perAddress: { perSecond: STILL, burst: 35 } });
    for (let refused = 0; refused < 4; refused++) {
      gate.requireOpen(NOBODY);
      gate.chargeRefusal(NOBODY);
    }
    expect(() => gate.requireOpen(NOBODY)).toThrow(limited);
  });

  test.each([
    ['not', false],
    ['too', true],
  ])('count programs on this machine %s, as they are told', async (_, countsLocal) => {
    const gate = gateOf({ countsLocal });
    const here = { ...NOBODY, local: true };
    await gate.charge(here, 999, false);
    const again = expect(() => gate.charge(here, 1, false));
    if (countsLocal) again.toThrow(limited);
    else again.not.toThrow();
    // Mutations of nobody are counted wherever they come from.
    const other = { ...here, address: '127.0.0.2' };
    await gate.charge(other, 40, true);
    expect(() => gate.charge(other, 40, true)).toThrow(limited);
  });

  test('say after how many whole seconds to try again, at least one', async () => {
    const gate = gateOf({ perViewer: { perSecond: 1_000, burst: 100 } });
    await gate.charge(ANN, 99, false);
    expect(() => gate.charge(ANN, 80, false)).toThrow(
      expect.objectContaining({ facts: { retryAfterSeconds: 1 } }),
    );
  });

  test('hold nobody where nothing flows in', async () => {
    const off = { perSecond: 0, burst: 1 };
    const gate = gateOf({ perAddress: off, perViewer: off, anonymousMutations: off });
    for (let asked = 0; asked < 10; asked++) await gate.charge(NOBODY, 1_000_000, true);
    expect(() => gate.requireOpen(NOBODY)).not.toThrow();
  });

  test('are counted here while the place where they are shared does not answer', async () => {
    const warned: unknown[] = [];
    const down: RateLimits = { take: () => Promise.reject(new Error('connection lost')) };
    const gate = gateOf({ limits: down, warn: (error) => warned.push(error) });
    await gate.charge(ANN, 99, false);
    await expect(gate.charge(ANN, 0, false)).rejects.toThrow(limited);
    gate.chargeRefusal(ANN);
    expect(warned).toEqual([new Error('connection lost'), new Error('connection lost')]);
  });
});
