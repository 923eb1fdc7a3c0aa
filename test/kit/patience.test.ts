import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, jest } from '@jest/globals';
import { whenSilent } from '../../subgraphs/kit/store/patience.js';

const WITHIN_MS = 200;

it('tells of a side that stays silent', async () => {
  await new Promise<void>((silent) => whenSilent(WITHIN_MS, silent));
});

it('tells of nothing once it has ended', async () => {
  const onSilence = jest.fn();
  whenSilent(WITHIN_MS, onSilence)();
  await sleep(3 * WITHIN_MS);
  expect(onSilence).not.toHaveBeenCalled();
});

it('does not take the other side for silent while this process is busy', async () => {
  const onSilence = jest.fn();
  const end = whenSilent(WITHIN_MS, onSilence);
  const busyUntil = performance.now() + 3 * WITHIN_MS;
  while (performance.now() < busyUntil);
  // The first turn of the loop after it reads what has come.
  await new Promise((turn) => setImmediate(turn));
  await new Promise((turn) => setImmediate(turn));
  expect(onSilence).not.toHaveBeenCalled();
  end();
});
