/** Where a mutation stands in the journal of the service that did it. */
export interface JournalPosition {
  readonly service: string;
  readonly cooperative: string;
  readonly entry: string;
}

/** Positions named in one request's header: a few per service and co-op that one viewer writes to. */
const POSITIONS_MAX = 12;

/**
 * The last thing this viewer did in each journal, so that what they read next has seen what they wrote.
 * The gateway hands them to the services, which wait for a projection that lags behind.
 */
export class Positions {
  private readonly latest = new Map<string, JournalPosition>();

  /** @param position - the `journalPosition` of an answer's extensions: one, several or none. */
  remember(position: unknown): void {
    for (const each of Array.isArray(position) ? position : [position]) {
      if (!isPosition(each)) continue;
      const journal = `${each.service}/${each.cooperative}`;
      this.latest.delete(journal);
      this.latest.set(journal, each);
      const oldest = this.latest.keys().next().value;
      if (this.latest.size > POSITIONS_MAX && oldest !== undefined) this.latest.delete(oldest);
    }
  }

  /** Makes this viewer wait for what another one did: a member for the steward who admitted them. */
  follow(other: Positions): void {
    this.remember([...other.latest.values()]);
  }

  /** The value of the `journal-position` header, or undefined while there is nothing to wait for. */
  header(): string | undefined {
    if (this.latest.size === 0) return undefined;
    return [...this.latest.values()].map(({ service, entry }) => `${service}:${entry}`).join(',');
  }
}

function isPosition(value: unknown): value is JournalPosition {
  if (value === null || typeof value !== 'object') return false;
  const { service, cooperative, entry } = value as Partial<JournalPosition>;
  return typeof service === 'string' && typeof cooperative === 'string' && typeof entry === 'string';
}
