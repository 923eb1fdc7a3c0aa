import { LRUCache } from 'lru-cache';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { SERVICE_NAMES } from '../../subgraphs/kit/contracts/serviceNames.js';
import type { ServiceName } from '../../subgraphs/kit/contracts/serviceNames.js';

// cspell:ignore hjkmnp
/** A TypeID of a journal entry. */
const ENTRY_ID = /^jrn_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** The last journal entry of each service that a viewer caused: what their next answers must already reflect. */
export type Positions = Readonly<Partial<Record<ServiceName, string>>>;

/** Remembers the positions of sessions for a while; shared by all gateways where there are several. */
export interface PositionMemory {
  recall(sessionId: string): Promise<Positions>;
  /** Adds to what is remembered; of two entries of one service the later stays. */
  remember(sessionId: string, positions: Positions): Promise<void>;
}

export class MemoryPositions implements PositionMemory {
  private readonly sessions: LRUCache<string, Positions>;

  constructor({ sessionsMax, lifeMs }: { sessionsMax: number; lifeMs: number }) {
    this.sessions = new LRUCache({ max: sessionsMax, ttl: lifeMs });
  }

  /** Sessions remembered. */
  get size(): number {
    return this.sessions.size;
  }

  recall(sessionId: string): Promise<Positions> {
    return Promise.resolve(this.sessions.get(sessionId) ?? {});
  }

  remember(sessionId: string, positions: Positions): Promise<void> {
    this.sessions.set(sessionId, laterOf(this.sessions.get(sessionId) ?? {}, positions));
    return Promise.resolve();
  }
}

/** The later entry of each service; ids sort by birth. */
export function laterOf(a: Positions, b: Positions): Positions {
  const later: Partial<Record<ServiceName, string>> = { ...a };
  for (const service of SERVICE_NAMES) {
    const entry = b[service];
    if (entry !== undefined && entry > (later[service] ?? '')) later[service] = entry;
  }
  return later;
}

/**
 * Reads the `journal-position` header: `<service>:<entry>`, several parted by commas.
 *
 * @throws BAD_USER_INPUT
 */
export function readPositions(header: string | undefined): Positions {
  if (header === undefined) return {};
  let positions: Positions = {};
  for (const part of header.split(',')) {
    const [service, entry, ...more] = part.trim().split(':');
    if (!isServiceName(service) || !isEntryId(entry) || more.length > 0) {
      throw COMMON.BAD_USER_INPUT.raise(
        'The journal-position header reads <service>:<entry>, parted by commas.',
      );
    }
    positions = laterOf(positions, { [service]: entry });
  }
  return positions;
}

export function isEntryId(entry: unknown): entry is string {
  return typeof entry === 'string' && ENTRY_ID.test(entry);
}

function isServiceName(name: string | undefined): name is ServiceName {
  return SERVICE_NAMES.some((service) => service === name);
}
