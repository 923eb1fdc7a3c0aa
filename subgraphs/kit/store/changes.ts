import { AsyncLocalStorage } from 'node:async_hooks';
import type { JournalPosition } from '../journal/promise.js';

/** What one request has changed so far; its answer carries the last position. */
const changes = new AsyncLocalStorage<JournalPosition[]>();

export async function collectChanges<T>(
  work: () => Promise<T>,
): Promise<{ result: T; positions: JournalPosition[] }> {
  const positions: JournalPosition[] = [];
  const result = await changes.run(positions, work);
  return { result, positions };
}

export function noteChange(position: JournalPosition): void {
  changes.getStore()?.push(position);
}
