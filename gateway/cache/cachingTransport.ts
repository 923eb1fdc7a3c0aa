import { printExact } from '../../subgraphs/kit/wire/exactJson.js';
import { bornAt } from '../../subgraphs/kit/journal/publicChanges.js';
import type { Positions } from '../identity/positions.js';
import type { GatewayContext } from '../pipeline/requestContext.js';
import type {
  Keeping,
  TransportAnswer,
  TransportRequest,
  SubgraphTransport,
} from '../engine/transport/transport.js';
import { joinParts } from './joinParts.js';
import type { Part } from './joinParts.js';
import type { JournalWatch } from './journalWatch.js';
import type { Kept, KeptAnswers } from './keptAnswers.js';

/** What became of one look: found; not there; outdated by a change; passed by, for somebody who must see more. */
export type Outcome = 'hit' | 'miss' | 'outdated' | 'bypass';

export interface CachingTransportOptions {
  link: SubgraphTransport<GatewayContext>;
  /** What is known of changes there. */
  watch: Pick<JournalWatch, 'place' | 'isOutdated' | 'hasRead' | 'expect' | 'mayLack'>;
  answers: KeptAnswers;
  /** Milliseconds since 1970. */
  now: () => number;
  count: (outcome: Outcome, times: number) => void;
}

/** An answer that is under way, for whoever asks the same at the same place. Undefined if it cannot be kept. */
interface Flight {
  readonly place: number;
  readonly askedAt: number;
  readonly kept: Promise<Kept | undefined>;
}

interface Asking {
  readonly request: TransportRequest;
  readonly keeping: Keeping;
  /** One for each representation, or the one for the root. */
  readonly keys: readonly string[];
  readonly place: number;
  readonly context: GatewayContext;
}

/** A change shows in whatever was asked for so long after its entry was born; more than a transaction may take. */
const SHOWN_AFTER_MS = 60_000;

/**
 * A way to a subgraph that keeps what is declared public. It asks for that in nobody's name, so what comes back is what
 * everybody may see; what is not declared goes its way untouched.
 *
 * @see gateway/cache/decisions/0001-a-cache-that-the-journal-empties.md
 */
export function cachingTransport(options: CachingTransportOptions): SubgraphTransport<GatewayContext> {
  const { link } = options;
  const desk = new Desk(options);
  return {
    ...link,
    send(request, context) {
      if (request.keeping) return desk.send(request, request.keeping, context);
      return request.kind === 'mutation' ? desk.change(request, context) : link.send(request, context);
    },
  };
}

class Desk {
  private readonly flights = new Map<string, Flight>();

  constructor(private readonly options: CachingTransportOptions) {}

  /** Whoever hears of a change from here, and not only who made it, finds it where they look next. */
  async change(request: TransportRequest, context: GatewayContext): Promise<TransportAnswer> {
    const { link, watch } = this.options;
    const answer = await link.send(request, context);
    const receipt = context.receipts.at(-1);
    if (receipt?.service === link.name) watch.expect(receipt.entry);
    return answer;
  }

  async send(request: TransportRequest, keeping: Keeping, context: GatewayContext): Promise<TransportAnswer> {
    const { watch, link, now, count } = this.options;
    const { place } = watch;
    const keys = keysOf(request, keeping, link.name);
    const kept = keys.map((key) => (place === undefined ? undefined : this.find(key)));
    const askedAt = Math.min(now(), ...kept.map((one) => one?.askedAt ?? Infinity));
    if (place === undefined || this.lacks(context.identity.positions, askedAt)) {
      count('bypass', keys.length);
      return link.send(request, context);
    }
    const flights = keys.map((key, index) => (kept[index] ? undefined : this.flightTo(key, place)));
    const ask = (indexes: readonly number[]): Promise<Part | undefined> =>
      this.ask({ request, keeping, keys, place, context }, indexes);
    const [own, landed] = await Promise.all([
      ask(keys.flatMap((_, index) => (kept[index] || flights[index] ? [] : [index]))),
      Promise.all(flights.map((flight) => this.landed(flight))),
    ]);
    landed.forEach((one, index) => (kept[index] ??= one));
    // What went wrong for somebody else is no answer to this request.
    const again = await ask(flights.flatMap((flight, index) => (flight && !kept[index] ? [index] : [])));
    for (const one of kept) if (one) context.freshness?.note(one.expiresAt - now());
    count('hit', kept.filter(Boolean).length);
    return joinParts(
      keeping,
      kept,
      [own, again].filter((part) => part !== undefined),
    );
  }

  /** What is kept under a key and may be shown. */
  private find(key: string): Kept | undefined {
    const { answers, watch, now, count } = this.options;
    const kept = answers.find(key);
    if (!kept) return undefined;
    const isOutdated = watch.isOutdated(kept);
    if (isOutdated) count('outdated', 1);
    const isOver = isOutdated || kept.expiresAt <= now();
    if (isOver) answers.forget(key);
    return isOver || watch.mayLack(kept.askedAt) ? undefined : kept;
  }

  /** An answer that somebody else asked for, if nothing was heard of the journal since. */
  private flightTo(key: string, place: number): Flight | undefined {
    const flight = this.flights.get(key);
    return flight?.place === place && !this.options.watch.mayLack(flight.askedAt) ? flight : undefined;
  }

  private async landed(flight: Flight | undefined): Promise<Kept | undefined> {
    const one = await flight?.kept;
    return one && !this.options.watch.isOutdated(one) ? one : undefined;
  }

  /**
   * Whether what was asked for then may lack something that the viewer has seen happen. Entries of other services
   * arrive here by a projection, of whose progress the journal watched here says nothing.
   */
  private lacks(positions: Positions, askedAt: number): boolean {
    const { watch, link } = this.options;
    for (const [service, entry] of Object.entries(positions)) {
      const isKnown = service === link.name && watch.hasRead(entry);
      if (!isKnown && askedAt < bornAt(entry) + SHOWN_AFTER_MS) return true;
    }
    return false;
  }

  /** Asks for what is missing, and lets others wait for it; at once, so that no two ask the same. */
  private async ask(
    { request, keeping, keys, place, context }: Asking,
    missing: readonly number[],
  ): Promise<Part | undefined> {
    if (missing.length === 0) return undefined;
    const { link, now, count } = this.options;
    const { representations } = keeping;
    const isWhole = !representations || missing.length === keys.length;
    const at = { place, askedAt: now() };
    const answering = link.send(
      isWhole ? request : keeping.only(missing.map((index) => representations[index]!)),
      ofNobody(context),
    );
    const keepable = answering
      .then((answer) => this.keepableOf(answer, keeping, missing, at))
      .catch(() => undefined);
    missing.forEach((index, order) => {
      const flight = { ...at, kept: keepable.then((all) => all?.[order]) };
      this.flights.set(keys[index]!, flight);
      void flight.kept.then((one) => this.land(keys[index]!, flight, one));
    });
    count('miss', missing.length);
    // Texts are made of it before anybody writes into its objects.
    await keepable;
    return { answer: await answering, indexes: missing };
  }

  private land(key: string, flight: Flight, kept: Kept | undefined): void {
    if (this.flights.get(key) === flight) this.flights.delete(key);
    const { watch, answers } = this.options;
    if (!kept || watch.isOutdated(kept)) return;
    // One that was asked for later may have landed before.
    if ((answers.find(key)?.askedAt ?? 0) <= kept.askedAt) answers.keep(key, kept);
  }

  /** Undefined for an answer in which anything went wrong. */
  private keepableOf(
    { data, errors }: TransportAnswer,
    { caching, representations, values }: Keeping,
    missing: readonly number[],
    { place, askedAt }: Pick<Kept, 'place' | 'askedAt'>,
  ): Kept[] | undefined {
    if (!data || errors?.length) return undefined;
    const expiresAt = askedAt + caching.maxAgeSeconds * 1_000;
    const { naming } = caching;
    if (!representations) {
      return [{ text: printExact(data)!, tags: naming.tagsOfRoot(data, values), place, askedAt, expiresAt }];
    }
    const entities = data._entities as unknown[] | undefined;
    if (!Array.isArray(entities) || entities.length !== missing.length) return undefined;
    return entities.map((entity, order) => ({
      text: printExact(entity ?? null)!,
      tags: naming.tagsOfEntity(entity, representations[missing[order]!]!),
      ...{ place, askedAt, expiresAt },
    }));
  }
}

function keysOf({ query }: TransportRequest, keeping: Keeping, subgraph: string): string[] {
  const { representations, valuesJson } = keeping;
  const shape = `${subgraph}\n${query}\n${valuesJson}`;
  return representations ? representations.map((text) => `${shape}\n${text}`) : [shape];
}

/** The same request in the name of nobody, who has seen nothing happen and changes nothing. */
function ofNobody({ identity, ...context }: GatewayContext): GatewayContext {
  return {
    ...context,
    identity: { requestId: identity.requestId, viewer: null, positions: {} },
    receipts: [],
  };
}
