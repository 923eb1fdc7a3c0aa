import { AsyncLocalStorage } from 'node:async_hooks';
import type { JournalPosition } from '../journal/promise.js';

/** One request, as its transactions see it. */
interface Errand {
  /** What it has changed so far; its answer carries the last position. */
  readonly positions: JournalPosition[];
  /** Whose it is. */
  readonly caller: string;
  /** Milliseconds that whoever asked still waits. */
  leftMs(): number;
}

const errands = new AsyncLocalStorage<Errand>();

/** @param leftMs - how long whoever asked still waits; infinite where nothing was said. */
export async function collectChanges<T>(
  { caller, leftMs }: Pick<Errand, 'caller' | 'leftMs'>,
  work: () => Promise<T>,
): Promise<{ result: T; positions: JournalPosition[] }> {
  const positions: JournalPosition[] = [];
  const result = await errands.run({ positions, caller, leftMs }, work);
  return { result, positions };
}

export function noteChange(position: JournalPosition): void {
  errands.getStore()?.positions.push(position);
}

/** Milliseconds that whoever asked for what goes on here still waits; infinite where nobody does. */
export function errandLeftMs(): number {
  return errands.getStore()?.leftMs() ?? Infinity;
}

/** For whom what goes on here is done; undefined where nobody asked for it. */
export function errandCaller(): string | undefined {
  return errands.getStore()?.caller;
}
