import { describe, expect, test } from '@jest/globals';
import { FairGate } from '../../../subgraphs/kit/store/fairGate.js';

const LIMITS = { atOnce: 3, atOnceOfOne: 2, waiting: 6, waitingOfOne: 4 };
const OVERLOADED = { code: 'OVERLOADED', retry: 'later' };

/** Pieces of work that go on until they are told to end; the first letter of each says whose it is. */
class Works {
  readonly gate = new FairGate(LIMITS);
  readonly begun: string[] = [];
  private readonly ends = new Map<string, () => void>();

  ask(name: string, withinMs = Infinity): Promise<void> {
    const asked = this.gate.pass(name[0]!, withinMs, () => {
      this.begun.push(name);
      return new Promise<void>((end) => this.ends.set(name, end));
    });
    asked.catch(() => undefined);
    return asked;
  }

  askAll(names: string): Promise<void>[] {
    return names.split(' ').map((name) => this.ask(name));
  }

  async end(name: string): Promise<void> {
    this.ends.get(name)!();
    await new Promise(setImmediate);
  }
}

describe('a fair gate', () => {
  test('gives no caller all places', () => {
    const works = new Works();
    void works.askAll('a1 a2 a3 b1 c1');
    expect(works.begun).toEqual(['a1', 'a2', 'b1']);
    expect(works.gate.waiting).toBe(2);
  });

  test('takes those who wait caller by caller, and each in their own order', async () => {
    const works = new Works();
    void works.askAll('a1 a2 b1 a3 a4 a5 b2 c1');
    for (const name of ['a1', 'a2', 'b1', 'c1', 'a3']) await works.end(name);
    expect(works.begun.slice(3)).toEqual(['a3', 'b2', 'c1', 'a4', 'a5']);
  });

  test('gives a place back when work fails', async () => {
    const { gate } = new Works();
    const fails = () => gate.pass('a', Infinity, () => Promise.reject(new Error('broken')));
    for (let time = 0; time < LIMITS.atOnce + 1; time += 1) await expect(fails()).rejects.toThrow('broken');
    await expect(gate.pass('a', Infinity, () => Promise.resolve(1))).resolves.toBe(1);
  });

  test('refuses a caller who has as much waiting as one may, and that one alone', async () => {
    const works = new Works();
    void works.askAll('a1 a2 a3 a4 a5 a6');
    await expect(works.ask('a7')).rejects.toMatchObject(OVERLOADED);
    void works.ask('b1');
    expect(works.begun).toEqual(['a1', 'a2', 'b1']);
  });

  test('with a full line turns away the last of whoever has the most in it', async () => {
    const works = new Works();
    const asked = works.askAll('a1 a2 b1 a3 a4 a5 a6 b2 b3');
    void works.ask('c1');
    await expect(asked[6]).rejects.toMatchObject(OVERLOADED);
    expect(works.gate.waiting).toBe(LIMITS.waiting);
    await expect(works.ask('a8')).rejects.toMatchObject(OVERLOADED);
    for (const name of ['a1', 'a2', 'b1']) await works.end(name);
    expect(works.begun).toContain('c1');
  });

  test('refuses what has waited for its time, and lets what comes after it pass', async () => {
    const works = new Works();
    void works.askAll('a1 a2');
    await expect(works.ask('a3', 0)).rejects.toMatchObject(OVERLOADED);
    expect(works.gate.waiting).toBe(0);
    void works.ask('a4');
    await works.end('a1');
    expect(works.begun).toEqual(['a1', 'a2', 'a4']);
  });
});
