import type { Tx } from '../../kit/store/tx.js';
import type { Clock } from '../domain/clock.js';

interface ClockRow {
  now: Date;
  seconds: string;
}

export async function readClock(tx: Tx): Promise<Clock> {
  const rows = await tx.query<ClockRow>('select app_now() as now, seconds from clock_offset');
  return toClock(rows);
}

/** Moves the clock by so many seconds, and answers it as it is then. */
export async function moveClock(tx: Tx, seconds: number): Promise<Clock> {
  await tx.query('update clock_offset set seconds = seconds + $1', [seconds]);
  return readClock(tx);
}

function toClock([row]: ClockRow[]): Clock {
  return { now: row!.now, offsetSeconds: Number(row!.seconds) };
}
