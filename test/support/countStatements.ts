import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

const counting = new AsyncLocalStorage<{ statements: number }>();

/** How many statements some work sends to PostgreSQL, from this process; not those of anything beside it. */
export async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const count = { statements: 0 };
  await counting.run(count, work);
  return count.statements;
}

// As soon as this is loaded: the product's clients keep the way to ask that they were made with.
const client = pg.Client.prototype as { query: (...given: unknown[]) => unknown };
const send = client.query;
client.query = function (this: unknown, ...given: unknown[]) {
  const count = counting.getStore();
  if (count) count.statements += 1;
  return send.apply(this, given);
};
