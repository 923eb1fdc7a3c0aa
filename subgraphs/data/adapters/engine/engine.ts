import { DuckDBInstance, type DuckDBAppender, type DuckDBConnection } from '@duckdb/node-api';
import { MISSING } from '../../domain/loadedRow.js';

/** A database in memory that can reach nothing outside it, made for one job. */
export class Engine {
  private ordinal = 0;

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly appender: DuckDBAppender,
    private readonly columns: number,
  ) {}

  static async open(columns: number, memoryMb: number): Promise<Engine> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: `${memoryMb}MB`,
      threads: '1',
      temp_directory: '',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
      enable_external_access: 'false',
    });
    const connection = await instance.connect();
    await connection.run(`set lock_configuration = true`);
    const names = Array.from({ length: columns }, (_, i) => `, c${i} bigint`).join('');
    await connection.run(`create table loaded (member integer not null, ordinal integer not null${names})`);
    return new Engine(connection, await connection.createAppender('loaded'), columns);
  }

  /** @param values - whole rows of this many columns. */
  load(member: number, values: BigInt64Array): void {
    // A job that only counts rows reads no column: then each value stands for a row.
    const width = Math.max(this.columns, 1);
    for (let at = 0; at < values.length; at += width) {
      this.appender.appendInteger(member);
      this.appender.appendInteger(this.ordinal++);
      for (const value of values.subarray(at, at + this.columns)) {
        if (value === MISSING) this.appender.appendNull();
        else this.appender.appendBigInt(value);
      }
      this.appender.endRow();
    }
  }

  async run(sql: string, timeMs: number): Promise<(bigint | number)[][]> {
    this.appender.closeSync();
    const timer = setTimeout(() => this.connection.interrupt(), timeMs);
    try {
      const reader = await this.connection.runAndReadAll(sql);
      return reader.getRows().map((row) => row.map(whole));
    } finally {
      clearTimeout(timer);
    }
  }
}

function whole(value: unknown): bigint | number {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  throw new TypeError(`the engine answered a ${typeof value} where a whole number was asked for`);
}
