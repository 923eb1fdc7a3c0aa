import { describe, expect, test } from '@jest/globals';
import { PlanQueue } from '../../../../../gateway/engine/planner/process/planQueue.js';
import type { Standing } from '../../../../../gateway/engine/planner/process/planQueue.js';

interface Order {
  name: string;
  asker: string;
  standing: Standing;
  failed(error: Error): void;
}

function queueOf(waitingMax = 100) {
  const queue = new PlanQueue<Order>(waitingMax);
  const refused: string[] = [];
  const add = (asker: string, name: string, standing: Standing = 'new'): void =>
    queue.add({ name, asker, standing, failed: () => void refused.push(name) });
  const all = (...standings: Standing[]): string[] => {
    const names: string[] = [];
    for (let order = queue.next(...standings); order; order = queue.next(...standings))
      names.push(order.name);
    return names;
  };
  return { queue, add, all, refused };
}

describe('operations that wait for a planner', () => {
  test('come in the order in which one asker asked for them', () => {
    const { add, all } = queueOf();
    for (const name of ['a1', 'a2', 'a3']) add('a', name);
    expect(all('new')).toEqual(['a1', 'a2', 'a3']);
  });

  test('take turns by who asks', () => {
    const { add, all } = queueOf();
    for (const name of ['a1', 'a2', 'a3']) add('a', name);
    add('b', 'b1');
    expect(all('new')).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  test('come first if they were planned before, and last if they took long', () => {
    const { queue, add, all } = queueOf();
    add('a', 'slow', 'slow');
    add('a', 'new');
    add('b', 'known', 'known');
    expect([queue.has('known', 'new'), queue.has('slow')]).toEqual([true, true]);
    expect(all('known', 'new')).toEqual(['known', 'new']);
    expect([queue.has('known', 'new'), queue.has('slow')]).toEqual([false, true]);
    expect(all('known', 'new', 'slow')).toEqual(['slow']);
  });

  test('are no more than there may be', () => {
    const { add, all } = queueOf(2);
    add('a', 'a1');
    add('a', 'a2');
    expect(() => add('a', 'a3')).toThrow(expect.objectContaining({ code: 'OVERLOADED', retry: 'later' }));
    expect(all('new')).toEqual(['a1', 'a2']);
  });

  test('make room for whoever has fewer, and what took long goes first', () => {
    const { add, all, refused } = queueOf(3);
    add('a', 'a1', 'slow');
    add('a', 'a2');
    add('a', 'a3');
    add('b', 'b1');
    expect(refused).toEqual(['a1']);
    expect(() => add('b', 'b2')).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
    expect(all('new')).toEqual(['a2', 'b1', 'a3']);
    expect(() => add('b', 'b2')).not.toThrow();
  });

  test('can be taken out', () => {
    const { queue, add, all } = queueOf(2);
    add('a', 'a1');
    add('b', 'b1', 'slow');
    expect(queue.takeWhere(({ asker }) => asker === 'a').map(({ name }) => name)).toEqual(['a1']);
    add('a', 'a2');
    expect(all('new', 'slow')).toEqual(['a2', 'b1']);
  });
});
