import { DataSource } from 'typeorm';
import type { DataSourceOptions, EntityManager, ObjectLiteral, QueryRunner } from 'typeorm';
import type pg from 'pg';
import { isAway, refusalOfOutage, unavailable } from './outage.js';

/** With so many waiting for a connection, and a line that has not moved for so long, one more would wait in vain. */
const WAITING_MAX = 32;
const STUCK_MS = 1_000;

type Isolation = Parameters<DataSource['transaction']>[0];
type Work<T> = (manager: EntityManager) => Promise<T>;

/**
 * A database that may go away and come back. Whoever asks meanwhile hears SERVICE_UNAVAILABLE, wherever the loss
 * struck; what is thrown within a transaction is as PostgreSQL has it until it leaves the transaction.
 */
export class SteadySource extends DataSource {
  private refused = false;
  /** When a connection was last given, or somebody last found nobody waiting for one. */
  private movedAt = performance.now();

  /** @param statementTimeoutMs - what the server is told of each connection. */
  constructor(
    options: DataSourceOptions,
    readonly statementTimeoutMs: number,
  ) {
    super(options);
  }

  /** With the role that signs in, and its password. */
  get url(): string {
    return (this.options as { url: string }).url;
  }

  /** Whether the last that was heard of the database is that no connection was to be had, or one was lost. */
  get isRefused(): boolean {
    return this.refused;
  }

  /** Connections to the database, and those who wait for one. */
  get connections(): { open: number; idle: number; waiting: number } {
    const { totalCount: open = 0, idleCount: idle = 0, waitingCount: waiting = 0 } = this.pool ?? {};
    return { open, idle, waiting };
  }

  override async initialize(): Promise<this> {
    await super.initialize();
    this.pool!.on('acquire', () => (this.movedAt = performance.now()));
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

  private async told<T>(work: () => Promise<T>): Promise<T> {
    this.requireRoom();
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
    const { waitingCount } = this.pool;
    // Many may come at once after a while in which nobody asked: their line has only begun.
    if (waitingCount === 0) this.movedAt = performance.now();
    if (waitingCount >= WAITING_MAX && performance.now() - this.movedAt > STUCK_MS) throw unavailable();
  }

  /** None before it is opened and after it is closed. */
  private get pool(): pg.Pool | undefined {
    return (this.driver as unknown as { master?: pg.Pool }).master;
  }
}
