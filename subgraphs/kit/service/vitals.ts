import type { ReaderState } from '../journal/reactions.js';

/** How a service is, as far as it knows of itself without asking anybody. */
export interface Vitals {
  /** Whether it reads the others' journals, ticks, and has its sidecars. */
  readonly connected: boolean;
  readonly database: boolean;
  /** Connections to its database, and those who wait for one. */
  readonly connections: { readonly open: number; readonly idle: number; readonly waiting: number };
  /** By the service whose journal is read: how that goes, and how far it has come. */
  readonly journals: Readonly<Record<string, { readonly state: ReaderState; readonly position: bigint }>>;
  readonly subscriptions: number;
}

/**
 * Whether it would answer. That another service is away is no reason against it: what it knows of that service it has
 * in its own database, and taking all four out of service for one would help nobody. What is wrong here is one: keys
 * that others do not know, or an entry that fails again and again, as after an upgrade that went wrong.
 */
export function isReady({ connected, database, journals }: Vitals): boolean {
  const reads = ({ state }: { state: ReaderState }): boolean => state === 'following' || state === 'away';
  return connected && database && Object.values(journals).every(reads);
}

/** What `/ready` answers. */
export function readinessOf(vitals: Vitals): object {
  return {
    status: isReady(vitals) ? 'ready' : 'not ready',
    database: vitals.database ? 'up' : 'down',
    journals: Object.fromEntries(
      Object.entries(vitals.journals).map(([source, { state }]) => [source, state]),
    ),
  };
}
