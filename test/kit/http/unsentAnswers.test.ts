import { describe, expect, test } from '@jest/globals';
import { UnsentAnswers } from '../../../subgraphs/kit/http/unsentAnswers.js';
import type { Taken } from '../../../subgraphs/kit/http/unsentAnswers.js';

describe('answers that wait to be taken', () => {
  let cut: string[] = [];
  let unsent: UnsentAnswers;
  function start(perAddressBytesMax: number, bytesMax: number): void {
    cut = [];
    unsent = new UnsentAnswers({ perAddressBytesMax, bytesMax });
  }
  const hold = (name: string, bytes: number): Taken =>
    unsent.hold(name[0]!, bytes, () => void cut.push(name));

  test('wait as long as there is room', () => {
    start(10, 20);
    for (const name of ['a1', 'a2', 'b1', 'b2']) hold(name, 5);
    expect({ cut, bytes: unsent.bytes }).toEqual({ cut: [], bytes: 20 });
  });

  test('of one address go, the oldest first, where it has too many', () => {
    start(10, 100);
    for (const name of ['b1', 'a1', 'a2', 'a3', 'a4']) hold(name, 4);
    expect({ cut, bytes: unsent.bytes }).toEqual({ cut: ['a1', 'a2'], bytes: 12 });
  });

  test('of the address with the most go where there are too many in all', () => {
    start(100, 20);
    hold('b1', 6);
    for (const name of ['a1', 'a2', 'a3']) hold(name, 4);
    hold('c1', 4);
    expect({ cut, bytes: unsent.bytes }).toEqual({ cut: ['a1'], bytes: 18 });
  });

  test('stay where one alone is larger than all may be, until another comes', () => {
    start(10, 20);
    hold('a1', 50);
    expect(cut).toEqual([]);
    hold('b1', 1);
    expect({ cut, bytes: unsent.bytes }).toEqual({ cut: ['a1'], bytes: 1 });
  });

  test('are forgotten when they were taken, once however often that is said', () => {
    start(10, 20);
    const taken = hold('a1', 6);
    taken();
    hold('a2', 6);
    taken();
    hold('a3', 4);
    expect({ cut, bytes: unsent.bytes }).toEqual({ cut: [], bytes: 10 });
  });

  test('that were cut are forgotten, also when their connection ends afterwards', () => {
    start(10, 20);
    const first = hold('a1', 6);
    hold('a2', 6);
    first();
    expect({ cut, bytes: unsent.bytes }).toEqual({ cut: ['a1'], bytes: 6 });
  });
});
