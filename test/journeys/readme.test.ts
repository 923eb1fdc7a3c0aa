import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { DemoPeople } from '../support/demoPeople.js';
import type { Installation } from '../support/installation.js';
import { INSTALL_MS, installWorld, removeWorlds } from '../support/world.js';

jest.setTimeout(60_000);

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const queries = [...readme.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, query]) => ({
  name: /\b(?:query|mutation|subscription)\s+(\w+)/.exec(query!)?.[1] ?? query!.slice(0, 40),
  query: query!,
}));

/** What a newcomer pastes from the README, on the world that the first start made. */
describe('the README', () => {
  let house: Installation;
  let people: DemoPeople;

  beforeAll(async () => {
    house = await installWorld();
    people = new DemoPeople(house);
  }, INSTALL_MS);
  afterAll(removeWorlds, INSTALL_MS);

  test('shows queries', () => expect(queries.length).toBeGreaterThan(2));

  test.each(queries)('says of $name what is so: it answers, and with something', async ({ query }) => {
    const data = await people.anyone.execute<Record<string, unknown>>(query);
    expect(emptyPlaces(data)).toEqual([]);
  });

  test.each(['/', '/health', '/ready', '/.well-known/jwks.json'])(
    'leads to %s, which answers',
    async (path) => {
      const answer = await fetch(new URL(path, house.url), { headers: { accept: 'text/html' } });
      expect(answer.status).toBe(200);
      expect((await answer.text()).length).toBeGreaterThan(0);
    },
  );
});

/** Paths of an answer at which nothing is: an empty list, or null where the README shows a value. */
function emptyPlaces(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) {
    return value.length === 0
      ? [path]
      : value.flatMap((item, index) => emptyPlaces(item, `${path}.${index}`));
  }
  if (typeof value !== 'object' || value === null) return value === null || value === undefined ? [path] : [];
  return Object.entries(value)
    .filter(([name]) => name !== 'tally')
    .flatMap(([name, inner]) => emptyPlaces(inner, `${path}.${name}`));
}
