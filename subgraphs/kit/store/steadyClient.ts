import pg from 'pg';
import { whenSilent } from './patience.js';

interface SteadyConfig extends pg.ClientConfig {
  /** Milliseconds after which a statement that was not answered means that the server is gone; default for ever. */
  silenceMs?: number;
}

type Send = (text: string, values?: unknown[]) => Promise<pg.QueryResult>;

/**
 * The only connection to PostgreSQL that this project makes.
 *
 * A connection that breaks says so by an `error` event, and Node ends the process if nobody listens at that moment.
 * Between the pool and TypeORM there is such a moment: a new connection may be handed over, and cut, in one packet.
 * So somebody always listens here. Whoever waits for a statement hears of the loss through it, and the pool, which
 * listens too, drops the connection.
 */
export class SteadyClient extends pg.Client {
  constructor(config?: string | SteadyConfig) {
    super(config);
    this.on('error', () => undefined);
    const silenceMs = typeof config === 'object' ? config.silenceMs : undefined;
    const send = this.query.bind(this) as unknown as Send;
    const asked: Send = async (text, values) => {
      const answered = silenceMs === undefined ? undefined : this.expectAnswer(silenceMs);
      try {
        const result = await send(text, values);
        requireCommitted(text, result);
        return result;
      } finally {
        answered?.();
      }
    };
    this.query = asked as unknown as typeof this.query;
  }

  /** As `connect`, and gives up when the server is silent for so long. @throws NotAnswered */
  async connectWithin(milliseconds: number): Promise<void> {
    const answered = this.expectAnswer(milliseconds);
    try {
      await this.connect();
    } finally {
      answered();
    }
  }

  /** Unless what it returns is called in time, every statement that waits fails, and the pool forgets the connection. */
  private expectAnswer(withinMs: number): () => void {
    const { connection } = this as unknown as { connection: { stream: { destroy(error: Error): void } } };
    return whenSilent(withinMs, () => connection.stream.destroy(new NotAnswered()));
  }
}

/** The server was reached and did not answer a statement, although its own time for it has passed. */
export class NotAnswered extends Error {
  override readonly name = 'NotAnswered';

  constructor() {
    super('PostgreSQL did not answer');
  }
}

/** COMMIT of a transaction in which a statement failed undoes it, and PostgreSQL calls that no error. */
class NotCommitted extends Error {
  override readonly name = 'NotCommitted';

  constructor() {
    super('the transaction was undone instead of being committed');
  }
}

/** @throws NotCommitted: nothing may be acknowledged that was not kept. */
function requireCommitted(text: string, { command }: pg.QueryResult): void {
  if (text === 'COMMIT' && command === 'ROLLBACK') throw new NotCommitted();
}
