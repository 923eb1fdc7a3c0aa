import { describe, expect, test } from '@jest/globals';
import { ConnectionQuota } from '../../../gateway/live/connectionQuota.js';

const EXCEEDED = expect.objectContaining({ code: 'SUBSCRIPTIONS_EXCEEDED', facts: { limit: 2 } });

describe('a quota of connections', () => {
  const ended: string[] = [];
  const quotaOfTwo = (): ConnectionQuota => {
    ended.length = 0;
    return new ConnectionQuota(2, 'connections');
  };
  const ends = (name: string) => () => void ended.push(name);

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

  test('ends none that is kept', () => {
    const quota = quotaOfTwo();
    quota.enter('a', ends('kept')).keep();
    quota.enter('a', ends('unused'));
    quota.enter('a').keep();
    expect(ended).toEqual(['unused']);
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
