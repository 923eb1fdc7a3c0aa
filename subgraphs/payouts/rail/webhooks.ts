import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { RailEvent, Transfers } from './transfers.js';

const ANSWER_WAIT_MS = 5_000;
const RETRY_MS_MAX = 30_000;

/** How badly the sandbox behaves: what every receiver of webhooks must live through. */
export interface Mischief {
  /** Each message waits up to so many milliseconds, so that later ones overtake it. */
  lateMsMax: number;
  /** Of a hundred events, how many are told twice. */
  twicePercent: number;
  /** Of a hundred events, beside how many a forged message and an old signed one are sent. */
  forgedPercent: number;
}

export const NO_MISCHIEF: Mischief = { lateMsMax: 0, twicePercent: 0, forgedPercent: 0 };
export const MISCHIEF: Mischief = { lateMsMax: 150, twicePercent: 50, forgedPercent: 50 };

/** An hour old: beyond any tolerance. */
const STALE_SECONDS = 3_600;

/** Tells events to one endpoint, signed, until each has been answered with 2xx. */
export class Webhooks {
  private url: string | undefined;
  private stopped = false;
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly stranger = generateKeyPairSync('ed25519').privateKey;

  constructor(
    private readonly transfers: Transfers,
    private readonly key: KeyObject,
    private readonly mischief: Mischief,
  ) {}

  /** Sends what waits, and what comes, to that URL. */
  endpoint(url: string): void {
    const first = this.url === undefined;
    this.url = url;
    if (first) for (const event of this.transfers.undelivered()) this.tell(event);
  }

  tell(event: RailEvent): void {
    // Without an endpoint it stays undelivered, and is told when there is one.
    if (!this.url) return;
    this.later(() => this.deliver(event, 0));
    if (this.happens(this.mischief.twicePercent)) this.later(() => this.deliver(event, 0));
    if (this.happens(this.mischief.forgedPercent)) {
      this.later(() => this.forge(event));
      this.later(() => this.replay(event));
    }
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private async deliver(event: RailEvent, failures: number): Promise<void> {
    const answered = await this.post(event, nowSeconds(), this.key);
    if (this.stopped) return;
    if (answered) this.transfers.delivered(event);
    else this.later(() => this.deliver(event, failures + 1), Math.min(100 * 2 ** failures, RETRY_MS_MAX));
  }

  /** A stranger claims that money came which did not, or never will. */
  private async forge(event: RailEvent): Promise<void> {
    const type = event.type === 'transfer.settled' ? 'transfer.failed' : 'transfer.settled';
    await this.post({ ...event, id: `evt_${randomUUID()}`, type }, nowSeconds(), this.stranger);
  }

  /** Somebody sends again what was truly signed, long ago. */
  private async replay(event: RailEvent): Promise<void> {
    await this.post({ ...event, id: `evt_${randomUUID()}` }, nowSeconds() - STALE_SECONDS, this.key);
  }

  private async post(event: RailEvent, seconds: number, key: KeyObject): Promise<boolean> {
    const body = JSON.stringify(event);
    const signature = sign(null, Buffer.from(`${seconds}.${body}`), key).toString('base64url');
    try {
      const answer = await fetch(this.url!, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'rail-signature': `t=${seconds},s=${signature}` },
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_WAIT_MS),
      });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      return false;
    }
  }

  private later(work: () => Promise<void>, waitMs = Math.random() * this.mischief.lateMsMax): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void work();
    }, waitMs);
    this.timers.add(timer);
  }

  private happens(percent: number): boolean {
    return Math.random() * 100 < percent;
  }
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
