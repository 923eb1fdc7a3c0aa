import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { expiryOf } from '../../../subgraphs/kit/identity/expiry.js';

const NOW_SECONDS = 1_800_000_000;
const DAY_MS = 86_400_000;

beforeEach(() => void jest.useFakeTimers({ now: NOW_SECONDS * 1_000 }));
afterEach(() => void jest.useRealTimers());

function waiting(atSeconds: number | undefined, outer = new AbortController()) {
  const expiry = expiryOf(atSeconds, outer.signal);
  const heard = jest.fn();
  expiry.signal.addEventListener('abort', heard, { once: true });
  return { expiry, outer, heard };
}

describe('what must not outlive an instant', () => {
  test('ends at that instant, and not before', () => {
    const { expiry, heard } = waiting(NOW_SECONDS + 10);
    jest.advanceTimersByTime(9_999);
    expect([heard.mock.calls.length, expiry.signal.aborted]).toEqual([0, false]);
    jest.advanceTimersByTime(1);
    expect([heard.mock.calls.length, expiry.signal.aborted, expiry.expired]).toEqual([1, true, true]);
  });

  test.each([NOW_SECONDS, NOW_SECONDS - 1])('is over at once where the instant %s has come', (at) => {
    const { expiry, heard } = waiting(at);
    expect([expiry.signal.aborted, expiry.expired]).toEqual([true, true]);
    expect(heard).not.toHaveBeenCalled();
  });

  test.each([NOW_SECONDS + 10, undefined])('ends before it with what it is part of: %s', (at) => {
    const { expiry, outer, heard } = waiting(at);
    outer.abort();
    jest.advanceTimersByTime(DAY_MS);
    expect([heard.mock.calls.length, expiry.signal.aborted, expiry.expired]).toEqual([1, true, false]);
    expect(jest.getTimerCount()).toBe(0);
  });

  test.each([NOW_SECONDS - 10, NOW_SECONDS + 10, undefined])(
    'of %s never begins where that is over',
    (at) => {
      const over = new AbortController();
      over.abort();
      const { expiry, heard } = waiting(at, over);
      expect([expiry.signal.aborted, expiry.expired]).toEqual([true, false]);
      expect(heard).not.toHaveBeenCalled();
      expect(jest.getTimerCount()).toBe(0);
    },
  );

  test('has no instant where none is given', () => {
    const { expiry, heard } = waiting(undefined);
    jest.advanceTimersByTime(DAY_MS);
    expect([heard.mock.calls.length, expiry.expired]).toEqual([0, false]);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('is forgotten: nobody hears of it any more', () => {
    const { expiry, outer, heard } = waiting(NOW_SECONDS + 10);
    expiry.forget();
    outer.abort();
    jest.advanceTimersByTime(DAY_MS);
    expect(heard).not.toHaveBeenCalled();
    expect(jest.getTimerCount()).toBe(0);
  });

  test('tells nobody who does not listen any more, and the others once', () => {
    const { expiry, heard } = waiting(NOW_SECONDS + 1);
    const other = jest.fn();
    expiry.signal.addEventListener('abort', other);
    expiry.signal.removeEventListener('abort', heard);
    expiry.signal.removeEventListener('abort', heard);
    jest.advanceTimersByTime(DAY_MS);
    expect(heard).not.toHaveBeenCalled();
    expect(other).toHaveBeenCalledTimes(1);
  });
});
