import { describe, expect, it } from '@jest/globals';
import { Opened } from '../../gateway/opened.js';

describe('what a start has opened', () => {
  const opening =
    (closed: string[], failing: string[] = []) =>
    (opened: Opened) => {
      for (const name of ['metrics', 'guards', 'planner']) {
        opened.closing(async () => {
          await Promise.resolve();
          closed.push(name);
          if (failing.includes(name)) throw new Error(`${name} does not close`);
        });
      }
      return opened;
    };

  it('is closed in the opposite order where the rest cannot be opened, and that is what is told', async () => {
    for (const failing of [[], ['planner'], ['metrics', 'guards']]) {
      const closed: string[] = [];
      const start = Opened.all(async (opened) => {
        opening(closed, failing)(opened);
        throw new Error('the port is taken');
      });
      await expect(start).rejects.toThrow('the port is taken');
      expect(closed).toEqual(['planner', 'guards', 'metrics']);
    }
  });

  it('is closed once, at the stop, however often that is asked for', async () => {
    const closed: string[] = [];
    const opened = await Opened.all(async (one) => opening(closed)(one));
    expect(closed).toEqual([]);
    await Promise.all([opened.close(), opened.close()]);
    expect(closed).toEqual(['planner', 'guards', 'metrics']);
  });

  it('is closed whole where a part of it does not close, which is then told', async () => {
    const closed: string[] = [];
    const opened = await Opened.all(async (one) => opening(closed, ['guards'])(one));
    await expect(opened.close()).rejects.toThrow('guards does not close');
    expect(closed).toEqual(['planner', 'guards', 'metrics']);
  });
});
