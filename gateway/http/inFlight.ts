import { Place } from '../../subgraphs/kit/http/pause.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { refusal } from '../observability/refusal.js';

export interface InFlightLimits {
  readonly inFlightMax: number;
  readonly inFlightPerAddress: number;
}

/** Counts the requests that are worked on at once, of which each address has a share. */
export class InFlight {
  private all = 0;
  private readonly counts = new Map<string, number>();

  constructor(private readonly limits: InFlightLimits) {}

  /** @throws OVERLOADED (503) */
  enter(address: string): Place {
    const { inFlightMax, inFlightPerAddress } = this.limits;
    if (this.all >= inFlightMax || this.of(address) >= inFlightPerAddress) throw overloaded();
    return new Place(
      () => this.count(address, 1),
      () => this.count(address, -1),
    );
  }

  private count(address: string, more: number): void {
    this.all += more;
    const count = this.of(address) + more;
    if (count === 0) this.counts.delete(address);
    else this.counts.set(address, count);
  }

  private of(address: string): number {
    return this.counts.get(address) ?? 0;
  }
}

export function overloaded() {
  return refusal(COMMON.OVERLOADED.raise('Try again in a moment.'), 503, { 'retry-after': '1' });
}
