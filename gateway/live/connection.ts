import type { WebSocket } from 'ws';
import type { GatewayViewer } from '../identity/accessTokens.js';
import type { Upgraded } from '../http/httpServer.js';
import { CLOSE } from './closeCodes.js';
import type { Close } from './closeCodes.js';
import type { LiveLimits } from './limits.js';
import type { Held } from './connectionQuota.js';

/** Bytes of a reason, by RFC 6455. */
const REASON_BYTES_MAX = 123;
/** How long the other end gets to say goodbye, in milliseconds. */
const GOODBYE_MS = 2_000;
const TIMER_MS_MAX = 2 ** 31 - 1;

/** The other end of a connection. */
export interface Peer extends Upgraded {
  /** As the connection has it; perhaps a proxy. */
  readonly address: string | undefined;
  /** What proxies say of whom they speak for. */
  readonly forwarded: Readonly<Record<string, string>>;
  /** Whose it is, by both. */
  readonly client: string;
  /** What the upgrade's headers say of it, which `connection_init` may say otherwise. */
  readonly saying: Readonly<Record<string, string>>;
}

/** One WebSocket, with what it may hold: what waits to be sent, until when its viewer is known, whether it lives. */
export class Connection {
  /** Operations that it has open, each with what ends it. */
  readonly operations = new Map<object, AbortController>();
  /** Headers that each of its operations carries. */
  headers: Readonly<Record<string, string>> = {};
  private readonly held: Held[] = [];
  private expiry: NodeJS.Timeout | undefined;
  private unsentEvents = 0;
  private answering = 0;
  private goingAway = false;
  private closed = false;
  private isAlive = true;
  private idleSince = Date.now();
  /** Whether anybody has signed in or asked for something: who only takes up room goes sooner. */
  private isUsed = false;

  constructor(
    readonly socket: WebSocket,
    readonly peer: Peer,
    private readonly limits: LiveLimits,
  ) {}

  /** Keeps a place, which is freed when the connection ends. */
  holds(held: Held): void {
    // It may have ended while it was asked who it is.
    if (this.closed) return held.leave();
    if (this.isUsed) held.used();
    this.held.push(held);
  }

  /** Ends with the token of its viewer. */
  knows({ expiresAt }: GatewayViewer): void {
    if (this.closed) return;
    this.isOfUse();
    const leftMs = expiresAt * 1_000 - Date.now();
    const end = (): void => this.close(CLOSE.tokenExpired);
    this.expiry = setTimeout(end, Math.min(Math.max(leftMs, 0), TIMER_MS_MAX)).unref();
  }

  /** Cuts a reader for whom more waits than is kept. */
  send(text: string): void {
    if (this.closed) return;
    const { unsentEvents, unsentBytes } = this.limits;
    const waits = this.socket.bufferedAmount;
    const bytes = Buffer.byteLength(text);
    if (this.unsentEvents >= unsentEvents || (waits > 0 && waits + bytes > unsentBytes)) {
      return this.close(CLOSE.tooSlow);
    }
    this.unsentEvents += 1;
    const taken = this.peer.holds(this.peer.client, bytes, () => this.socket.terminate());
    this.socket.send(text, () => {
      this.unsentEvents -= 1;
      taken();
    });
  }

  close([code, reason]: Close): void {
    if (this.closed) return;
    this.closed = true;
    this.endOperations();
    this.socket.close(code, plainReason(reason));
    setTimeout(() => this.socket.terminate(), GOODBYE_MS).unref();
  }

  /** Runs what gets to finish before the gateway goes away, such as a mutation. */
  async finishing<T>(work: () => Promise<T>): Promise<T> {
    this.answering += 1;
    try {
      return await work();
    } finally {
      this.answering -= 1;
      // What has been answered is sent first.
      if (this.goingAway) setImmediate(() => this.goAway());
    }
  }

  /** Closes as soon as nothing is being answered. */
  goAway(): void {
    this.goingAway = true;
    if (this.answering === 0) this.close(CLOSE.goingAway);
  }

  /** Keeps an operation that is open, and what ends it. */
  opens(operation: object, stop: AbortController): void {
    this.isOfUse();
    this.operations.set(operation, stop);
  }

  /** From now on it makes no room for just anybody. */
  private isOfUse(): void {
    if (this.isUsed) return;
    this.isUsed = true;
    for (const held of this.held) held.used();
    this.peer.used();
  }

  /** Whether anybody has signed in on it or asked for something. */
  get inUse(): boolean {
    return this.isUsed;
  }

  private get idleMsMax(): number {
    return this.isUsed ? this.limits.idleMs : Math.min(this.limits.idleMs, this.limits.unusedMs);
  }

  /** The other end has said something. */
  lives(): void {
    this.isAlive = true;
  }

  /** Looks whether the other end is still there, and wants anything. */
  look(now: number): void {
    if (!this.isAlive) return this.socket.terminate();
    if (this.operations.size > 0) this.idleSince = now;
    if (now - this.idleSince > this.idleMsMax) return this.close(CLOSE.idle);
    this.isAlive = false;
    if (!this.closed) this.socket.ping();
  }

  /** The socket is gone. */
  ended(): void {
    this.closed = true;
    clearTimeout(this.expiry);
    this.endOperations();
    for (const held of this.held) held.leave();
  }

  private endOperations(): void {
    for (const operation of this.operations.values()) operation.abort();
  }
}

/** The library says some that repeat what was sent. */
function plainReason(reason: string): string {
  return reason.replace(/[^ -~]/g, '?').slice(0, REASON_BYTES_MAX);
}
