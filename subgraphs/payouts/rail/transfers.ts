import { randomUUID } from 'node:crypto';
import { Journal } from './journal.js';

/** What somebody ordered. Amounts are minor units, in decimal. */
export interface Order {
  direction: 'IN' | 'OUT';
  amountMinor: string;
  currency: string;
  /** Whom the money comes from or goes to, by the name that the caller has for them. */
  party: string;
  method: string;
}

/** What became of it; each instant is set once. */
export interface Transfer extends Order {
  id: string;
  settledAt: string | null;
  failedAt: string | null;
  returnedAt: string | null;
  failure: string | null;
}

export type Outcome = 'settled' | 'failed' | 'returned';

/** What a webhook tells. */
export interface RailEvent {
  id: string;
  type: `transfer.${Outcome}`;
  transfer: string;
  amountMinor: string;
  currency: string;
  occurredAt: string;
  failure?: string;
}

/** What each method comes to, in order, and whether anybody is told. */
const METHODS: Record<string, { outcomes: readonly Outcome[]; told: boolean }> = {
  default: { outcomes: ['settled'], told: true },
  'sandbox:settle': { outcomes: ['settled'], told: true },
  'sandbox:fail': { outcomes: ['failed'], told: true },
  'sandbox:return': { outcomes: ['settled', 'returned'], told: true },
  'sandbox:silent': { outcomes: ['settled'], told: false },
};

type Line =
  | { line: 'order'; id: string; order: Order }
  | { line: 'event'; event: RailEvent }
  | { line: 'delivered'; event: string };

export type OrderAnswer =
  { answer: 'made' | 'known'; transfer: Transfer } | { answer: 'conflict' | 'no method' };

/** The rail's memory: transfers, what happened to them, and which events are not delivered yet. */
export class Transfers {
  private readonly byId = new Map<string, Transfer>();
  private readonly events = new Map<string, RailEvent>();
  private readonly journal: Journal<Line>;

  constructor(path: string) {
    this.journal = Journal.open<Line>(path);
    for (const line of this.journal.lines) this.apply(line);
  }

  get(id: string): Transfer | undefined {
    return this.byId.get(id);
  }

  order(id: string, order: Order): OrderAnswer {
    const known = this.byId.get(id);
    if (known) return sameOrder(known, order) ? { answer: 'known', transfer: known } : { answer: 'conflict' };
    if (!Object.hasOwn(METHODS, order.method)) return { answer: 'no method' };
    this.write({ line: 'order', id, order });
    return { answer: 'made', transfer: this.byId.get(id)! };
  }

  /** Transfers of which something is still to happen: all, after a restart. */
  unfinished(): Transfer[] {
    return [...this.byId.values()].filter((transfer) => nextOutcome(transfer) !== undefined);
  }

  /** Lets the next thing happen to a transfer. @returns the event to tell, if anybody is told. */
  advance(transfer: Transfer): RailEvent | undefined {
    const outcome = nextOutcome(transfer);
    if (!outcome) return undefined;
    const event: RailEvent = {
      id: `evt_${randomUUID()}`,
      type: `transfer.${outcome}`,
      transfer: transfer.id,
      amountMinor: transfer.amountMinor,
      currency: transfer.currency,
      occurredAt: new Date().toISOString(),
      ...(outcome === 'failed' && { failure: 'The sandbox was asked to fail.' }),
    };
    this.write({ line: 'event', event });
    return METHODS[transfer.method]!.told ? event : undefined;
  }

  undelivered(): RailEvent[] {
    return [...this.events.values()];
  }

  delivered(event: RailEvent): void {
    if (this.events.has(event.id)) this.write({ line: 'delivered', event: event.id });
  }

  close(): void {
    this.journal.close();
  }

  private write(line: Line): void {
    this.journal.append(line);
    this.apply(line);
  }

  private apply(line: Line): void {
    if (line.line === 'order') {
      const nothing = { settledAt: null, failedAt: null, returnedAt: null, failure: null };
      this.byId.set(line.id, { id: line.id, ...line.order, ...nothing });
    } else if (line.line === 'delivered') {
      this.events.delete(line.event);
    } else {
      const transfer = this.byId.get(line.event.transfer)!;
      transfer[`${outcomeOf(line.event)}At`] = line.event.occurredAt;
      transfer.failure = line.event.failure ?? transfer.failure;
      if (METHODS[transfer.method]!.told) this.events.set(line.event.id, line.event);
    }
  }
}

function nextOutcome(transfer: Transfer): Outcome | undefined {
  return METHODS[transfer.method]!.outcomes.find((outcome) => transfer[`${outcome}At`] === null);
}

function outcomeOf(event: RailEvent): Outcome {
  return event.type.slice('transfer.'.length) as Outcome;
}

function sameOrder(a: Order, b: Order): boolean {
  const fields = ['direction', 'amountMinor', 'currency', 'party', 'method'] as const;
  return fields.every((field) => a[field] === b[field]);
}
