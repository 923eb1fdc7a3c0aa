import { AsyncLocalStorage } from 'node:async_hooks';
import { DataSource } from 'typeorm';
import type { DataSourceOptions, EntityManager, ObjectLiteral, QueryRunner } from 'typeorm';
import type pg from 'pg';
import { errandCaller, errandLeftMs } from './changes.js';
import { FairGate } from './fairGate.js';
import { isAway, refusalOfOutage, unavailable } from './outage.js';

/** With so many waiting for a connection, and a line that has not moved for so long, one more would wait in vain. */
const WAITING_MAX = 32;
const STUCK_MS = 1_000;

/** Connections that no one caller may hold, so that somebody else finds one. */
const KEPT_FOR_OTHERS = 2;

type Isolation = Parameters<DataSource['transaction']>[0];
type Work<T> = (manager: EntityManager) => Promise<T>;

export interface SteadyLimits {
  readonly poolMax: number;
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
  /** Callers that wait for their share of the connections, in all and of one caller; without these, as many as come. */
  readonly waitingMax?: number;
  readonly waitingPerCallerMax?: number;
}

/**
 * A database that may go away and come back. Whoever asks meanwhile hears SERVICE_UNAVAILABLE, wherever the loss
 * struck; what is thrown within a transaction is as PostgreSQL has it until it leaves the transaction.
 */
export class SteadySource extends DataSource {
  private refused = false;
  /** Those connections of the pool that stand. */
  private readonly standing = new Set<unknown>();
  private readonly shares: FairGate;
  /** What already has a share takes no second one for what it asks meanwhile. */
  private readonly sharing = new AsyncLocalStorage<true>();
  /** When a connection was last given, or somebody last found nobody waiting for one. */
  private movedAt = performance.now();

  /** @param limits - those of its pool, and what the server is told of each connection. */
  constructor(
    options: DataSourceOptions,
    private readonly limits: SteadyLimits,
  ) {
    super(options);
    const shares = {
      atOnce: Infinity,
      atOnceOfOne: Math.max(1, limits.poolMax - KEPT_FOR_OTHERS),
      waiting: limits.waitingMax ?? Infinity,
      waitingOfOne: limits.waitingPerCallerMax ?? Infinity,
    };
    this.shares = new FairGate(shares, unavailable);
  }

  get statementTimeoutMs(): number {
    return this.limits.statementTimeoutMs;
  }

  /** With the role that signs in, and its password. */
  get url(): string {
    return (this.options as { url: string }).url;
  }

  /** Whether the last that was heard of the database is that no connection was to be had, or one was lost. */
  get isRefused(): boolean {
    return this.refused;
  }

  /** Whether it has all connections that it may have: whoever finds none then came at a busy time, to no lost database. */
  get isWhole(): boolean {
    return this.standing.size >= this.limits.poolMax;
  }

  /** Connections to the database, and those who wait for one. */
  get connections(): { open: number; idle: number; waiting: number } {
    const { totalCount: open = 0, idleCount: idle = 0 } = this.pool ?? {};
    return { open, idle, waiting: (this.pool?.waitingCount ?? 0) + this.shares.waiting };
  }

  override async initialize(): Promise<this> {
    await super.initialize();
    const pool = this.pool!;
    pool.on('acquire', (client) => {
      this.movedAt = performance.now();
      this.standing.add(client);
    });
    pool.on('remove', (client) => this.standing.delete(client));
    return this;
  }

  /** @throws SERVICE_UNAVAILABLE, unless it is a statement of a transaction. */
  override query<T>(sql: string, parameters?: unknown[] | ObjectLiteral, runner?: QueryRunner): Promise<T> {
    if (runner) return super.query<T>(sql, parameters, runner);
    return this.told(() => super.query<T>(sql, parameters));
  }

  /** @throws SERVICE_UNAVAILABLE */
  override transaction<T>(first: Isolation | Work<T>, second?: Work<T>): Promise<T> {
    const given = [first, second] as unknown as [Work<T>];
    return this.told(() => super.transaction<T>(...given));
  }

  /** Of a caller's work so much goes on at once that others find a connection; the rest waits behind it. */
  private async told<T>(work: () => Promise<T>): Promise<T> {
    this.requireRoom();
    const caller = errandCaller();
    if (caller === undefined || this.sharing.getStore()) return this.heard(work);
    const withinMs = Math.min(errandLeftMs(), this.limits.connectTimeoutMs);
    return this.shares.pass(caller, withinMs, () => this.sharing.run(true, () => this.heard(work)));
  }

  private async heard<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.refused = false;
      return result;
    } catch (error) {
      if (isAway(error)) this.refused = true;
      throw refusalOfOutage(error);
    }
  }

  /**
   * Refuses at once what would only stand in a line that does not move, so that the requests of one service whose
   * tables are locked do not take all places that the gateway has for those of every service.
   */
  private requireRoom(): void {
    // It was closed: whoever still asks came too late.
    if (!this.pool) throw unavailable();
    // What waits behind its own caller has limits of its own, and takes nothing from others.
    const waiting = this.pool.waitingCount;
    // Many may come at once after a while in which nobody asked: their line has only begun.
    if (waiting === 0) this.movedAt = performance.now();
    if (waiting >= WAITING_MAX && performance.now() - this.movedAt > STUCK_MS) throw unavailable();
  }

  /** None before it is opened and after it is closed. */
  private get pool(): pg.Pool | undefined {
    return (this.driver as unknown as { master?: pg.Pool }).master;
  }
}
