import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { DemoPeople } from '../../support/demoPeople.js';
import type { Installation } from '../../support/installation.js';

const page = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
const readme = page('README.md');
const queries = [...readme.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, query]) => ({
  name: /\b(?:query|mutation|subscription)\s+(\w+)/.exec(query!)?.[1] ?? query!.slice(0, 40),
  query: query!,
}));

/** The first commands after a heading, as one would paste them, and what they are said to print. */
function commandsUnder(text: string, heading: string): { script: string; printed: string } {
  const block = /```\n(\$ [\s\S]*?)```/.exec(text.slice(text.indexOf(`${heading}\n`)))![1]!;
  const lines = block.trimEnd().split('\n');
  const isCommand = lines.map((line, index) => line.startsWith('$ ') || lines[index - 1]?.endsWith('\\'));
  const only = (wanted: boolean) => lines.filter((_, index) => Boolean(isCommand[index]) === wanted);
  return {
    script: only(true)
      .map((line) => line.replace(/^\$ /, ''))
      .join('\n'),
    printed: only(false).join('\n'),
  };
}

/** What a newcomer pastes from the README, on the world that the first start made. */
export function describeReadme(given: () => Installation): void {
  describe('the README', () => {
    let house: Installation;
    let people: DemoPeople;

    beforeAll(async () => {
      house = given();
      people = new DemoPeople(house);
    });

    test('shows queries', () => expect(queries.length).toBeGreaterThan(2));

    test.each(queries)('says of $name what is so: it answers, and with something', async ({ query }) => {
      const data = await people.anyone.execute<Record<string, unknown>>(query);
      expect(emptyPlaces(data)).toEqual([]);
    });

    test('walks through the main job in six commands, each of which shows something', () => {
      const { script } = commandsUnder(readme, '## The main job');
      const { hostname, port } = new URL(house.url);
      const { status, stdout } = spawnSync(
        'bash',
        ['-ec', script.replaceAll('http://127.0.0.1:4000', house.url)],
        {
          env: { ...process.env, HOST: hostname, PORT: port, DATA_DIR: house.dataDir },
        },
      );
      expect(status).toBe(0);
      const answers = String(stdout).trim().split('\n');
      expect(answers).toHaveLength(6);
      for (const answer of answers) {
        const { data, errors } = JSON.parse(answer) as { data: unknown; errors?: unknown };
        // In a tree of one leaf there is no way up.
        const empty = emptyPlaces(data).filter(
          (place) => !/\.proof\.(?:.+\.)?(?:path|partPath)$/.test(place),
        );
        expect({ errors, empty }).toEqual({ errors: undefined, empty: [] });
      }
    });

    test('says how to watch a proposal, and what is seen at once', async () => {
      const { script, printed } = commandsUnder(page('docs/live.md'), '# Live queries');
      expect(printed).toContain('event: next');
      const shell = spawn('bash', ['-c', script.replaceAll('http://127.0.0.1:4000', house.url)], {
        stdio: ['ignore', 'pipe', 'inherit'],
        // It goes on until it is ended, with whatever it has started.
        detached: true,
      });
      let seen = '';
      shell.stdout.setEncoding('utf8').on('data', (text: string) => (seen += text));
      while (!seen.includes('\n\n') && shell.exitCode === null) await once(shell.stdout, 'data');
      process.kill(-shell.pid!);
      expect(seen.slice(0, printed.length)).toBe(printed);
      expect(seen).toMatch(/"state":"[A-Z]+","title":".+","cooperative":\{"name":".+"\}/);
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
}

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
