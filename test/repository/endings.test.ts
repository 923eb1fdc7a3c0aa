import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = new URL('../..', import.meta.url).pathname;
const SOURCES = ['gateway', 'subgraphs'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${room}/${file}`),
);

/** What may end a process, and where it may stand. The reasons are in kit/decisions/0007. */
const RULES = [
  {
    what: 'the end of a process',
    pattern: /process\.(exit|abort|reallyExit)\(/,
    where: [
      'gateway/pins.ts',
      'gateway/reset.ts',
      'subgraphs/data/adapters/engine/child.ts',
      'subgraphs/kit/process/lifetime.ts',
      'subgraphs/payouts/rail/main.ts',
    ],
  },
  {
    what: 'what nobody caught',
    pattern: /uncaughtException|unhandledRejection/,
    where: ['subgraphs/kit/process/faultPolicy.ts'],
  },
  {
    what: 'a connection to PostgreSQL',
    pattern: /new (pg\.|)(Client|Pool)\(|extends pg\.|from 'pg-/,
    // The pools of undici, for HTTP, have the same name.
    where: ['subgraphs/kit/store/steadyClient.ts', 'subgraphs/kit/wire/remote.ts'],
  },
  {
    what: 'a pool of TypeORM’s',
    pattern: /new (DataSource|SteadySource)\(/,
    where: ['subgraphs/kit/store/database.ts'],
  },
];

describe('the sources', () => {
  it.each(RULES)('hold $what in the places that are known', ({ pattern, where }) => {
    const found = SOURCES.filter((file) => pattern.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(found.sort()).toEqual([...where].sort());
  });

  it('run every process that serves under the policy', () => {
    const entries = ['gateway/main.ts', ...SOURCES.filter((file) => /^subgraphs\/\w+\/main\.ts$/.test(file))];
    expect(entries).toHaveLength(5);
    for (const entry of entries) {
      expect(readFileSync(join(ROOT, entry), 'utf8')).toMatch(/runProcess\(|runAlone\(/);
    }
  });
});
