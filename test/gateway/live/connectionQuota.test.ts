import { describe, expect, test } from '@jest/globals';
import { ConnectionQuota } from '../../../gateway/live/connectionQuota.js';
import type { Guest } from '../../../gateway/live/connectionQuota.js';

const EXCEEDED = expect.objectContaining({ code: 'SUBSCRIPTIONS_EXCEEDED', facts: { limit: 2 } });

describe('a quota of connections', () => {
  const ended: string[] = [];
  const quotaOfTwo = (): ConnectionQuota => {
    ended.length = 0;
    return new ConnectionQuota(2, 'connections');
  };
  const ends = (name: string, standing: Guest['standing'] = 'unused'): Guest => ({
    standing,
    giveWay: () => void ended.push(name),
  });

  test('refuses one more than it has room for, of the same party alone', () => {
    const quota = quotaOfTwo();
    quota.enter('a');
    quota.enter('a');
    expect(() => quota.requireRoom('a')).toThrow(EXCEEDED);
    expect(() => quota.enter('a')).toThrow(EXCEEDED);
    expect(() => quota.enter('b')).not.toThrow();
  });

  test('has room again when one leaves, once however often it says so', () => {
    const quota = quotaOfTwo();
    const first = quota.enter('a');
    quota.enter('a');
    first.leave();
    first.leave();
    quota.enter('a');
    expect(() => quota.enter('a')).toThrow(EXCEEDED);
  });

  test('ends the oldest that may give way, and no other', () => {
    const quota = quotaOfTwo();
    quota.enter('a', ends('first'));
    quota.enter('a', ends('second'));
    expect(() => quota.requireRoom('a')).not.toThrow();
    expect(ended).toEqual([]);
    quota.enter('a');
    expect(ended).toEqual(['first']);
  });

  test('ends that of a guest for who has signed in alone, and one that nobody uses sooner', () => {
    const quota = quotaOfTwo();
    quota.enter('a', ends('used')).used();
    quota.enter('a', ends('unused'));
    quota.enter('a', ends('guest', 'guest'));
    expect(ended).toEqual(['unused']);
    expect(() => quota.enter('a', ends('late'))).toThrow(EXCEEDED);
    expect(() => quota.requireRoom('a', 'guest')).toThrow(EXCEEDED);
    expect(() => quota.requireRoom('a')).not.toThrow();
    quota.enter('a');
    quota.enter('a');
    expect(ended).toEqual(['unused', 'used', 'guest']);
    expect(() => quota.requireRoom('a')).toThrow(EXCEEDED);
    expect(() => quota.enter('a')).toThrow(EXCEEDED);
  });

  test('counts one that was ended no more, also when it leaves afterwards', () => {
    const quota = quotaOfTwo();
    const first = quota.enter('a', ends('first'));
    quota.enter('a');
    quota.enter('a');
    first.leave();
    expect(() => quota.enter('a')).toThrow(EXCEEDED);
  });
});
