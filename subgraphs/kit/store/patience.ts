/** A tick counts as this much, however long this process was kept from it. */
const TICK_MS = 50;

/**
 * Waits for an answer from outside, and counts only the time in which this process could have read it: one that is busy
 * itself does not take the other side for silent.
 *
 * @param withinMs - rounded up to whole ticks of 50 milliseconds.
 * @returns what ends the wait.
 */
export function whenSilent(withinMs: number, onSilence: () => void): () => void {
  let ticksLeft = Math.ceil(withinMs / TICK_MS);
  let ended = false;
  const end = (): void => {
    ended = true;
    clearInterval(timer);
  };
  const tick = (): void => {
    ticksLeft -= 1;
    if (ticksLeft > 0) return;
    clearInterval(timer);
    // What has come in the meantime is read first.
    setImmediate(() => ended || onSilence());
  };
  const timer = setInterval(tick, TICK_MS);
  return end;
}
