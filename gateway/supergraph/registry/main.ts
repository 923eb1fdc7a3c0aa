import { parseArgs } from 'node:util';
import { readText } from '../../readText.js';
import type { Listed, Published, Verdict } from './registry.js';
import type { Problem } from './problem.js';

const USAGE = `usage: npm run subgraph -- <command>
  list                              the subgraphs, and the partners that have published none
  check <name> [file]               what would come of a schema; nothing is kept
  publish <name> [file] [--force]   makes a schema part of the supergraph; a service of ours says its own
  retire <name> [--force]           takes a partner's schema out
  register <name> --prefix <Prefix> --url <url> [--pseudonyms]
                                    admits a partner, or changes its URL            (operators)
  token <name>                      prints a publish token for a partner            (operators)
  revoke <token id>                 ends a publish token                            (operators)

  GATEWAY_URL     the gateway; by default http at HOST and PORT, 127.0.0.1:4000
  SUBGRAPH_TOKEN  an operator's access token, or a partner's publish token`;

const { GATEWAY_URL, HOST = '127.0.0.1', PORT = '4000', SUBGRAPH_TOKEN } = process.env;
const origin = GATEWAY_URL ?? `http://${HOST}:${PORT}`;

interface Refusal {
  message: string;
  extensions: { code: string; problems?: Problem[]; changes?: Verdict['changes'] };
}

/** The gateway said no, and why. */
class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly refusal: Refusal) {
    super(`${refusal.extensions.code}: ${refusal.message}`);
  }
}

/** The registry's command line: a client of its HTTP, which decides everything. */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      force: { type: 'boolean', default: false },
      prefix: { type: 'string' },
      url: { type: 'string' },
      pseudonyms: { type: 'boolean', default: false },
    },
  });
  const [command = '', subgraph = '', file] = positionals;
  const sdl = file === undefined ? undefined : readText(file);
  const { force } = values;
  if (command !== 'list' && subgraph === '') throw new Error(USAGE);
  switch (command) {
    case 'list':
      return list(await ask<{ generation: number; subgraphs: Listed[] }>('subgraphs'));
    case 'check':
      return tell(await ask<Verdict>('check', { subgraph, sdl }));
    case 'publish':
      return published(subgraph, await ask<Published>('publish', { subgraph, sdl, force }));
    case 'retire':
      return published(subgraph, await ask<Published>('retire', { subgraph, force }));
    case 'register': {
      const { prefix, url, pseudonyms: tellsPseudonym } = values;
      await ask('register', { subgraph, prefix, url, tellsPseudonym });
      return console.log(`${subgraph} is registered with the prefix ${prefix}`);
    }
    case 'token': {
      const { token, tokenId } = await ask<{ token: string; tokenId: string }>('issue-token', { subgraph });
      console.error(`publish token of ${subgraph}, shown this once; to revoke it: ${tokenId}`);
      return console.log(token);
    }
    case 'revoke':
      await ask('revoke-token', { tokenId: subgraph });
      return console.log(`${subgraph} is revoked`);
    default:
      throw new Error(USAGE);
  }
}

async function ask<Answer>(path: string, body?: object): Promise<Answer> {
  if (!SUBGRAPH_TOKEN) throw new Error(`SUBGRAPH_TOKEN is not set\n${USAGE}`);
  const reply = await fetch(`${origin}/registry/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${SUBGRAPH_TOKEN}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = (await reply.json()) as Answer & { errors?: Refusal[] };
  const [refusal] = answer.errors ?? [];
  if (refusal) throw new Refused(refusal);
  return answer;
}

function list({ generation, subgraphs }: { generation: number; subgraphs: readonly Listed[] }): void {
  console.log(`generation ${generation}`);
  for (const { name, kind, state, digest = '', prefix = '', url = '' } of subgraphs) {
    console.log(
      [name.padEnd(24), kind.padEnd(8), state.padEnd(14), digest.slice(0, 12), prefix, url]
        .join(' ')
        .trimEnd(),
    );
  }
}

function tell({ problems, changes }: Verdict): void {
  for (const line of [...problems.map(problemLine), ...changes.map(changeLine)]) console.log(line);
  if (problems.length > 0) throw new Error('it would be refused');
  const isBreaking = changes.some(({ usedBy }) => usedBy.length > 0);
  if (isBreaking) throw new Error('it would break operations that are in use');
  console.log('it would be published');
}

function published(subgraph: string, { outcome, generation, changes }: Published): void {
  for (const line of changes.map(changeLine)) console.log(line);
  console.log(`${subgraph}: ${outcome}, generation ${generation}`);
}

function problemLine({ code, coordinate, line, column, message, help }: Problem): string {
  const place = [line && `${line}:${column}`, coordinate].filter(Boolean).join(' ');
  return `${code} ${place}\n  ${message}\n  ${help}`;
}

function changeLine({ breaking, message, usedBy }: Verdict['changes'][number]): string {
  if (!breaking) return `told: ${message}`;
  if (usedBy.length === 0) return `safe, as no operation uses it: ${message}`;
  const users = usedBy.map(
    ({ name, requests, lastSeenAt }) => `${name ?? 'unnamed'} (${requests}, last ${lastSeenAt})`,
  );
  return `breaking: ${message}\n  in use by ${users.join(', ')}`;
}

main().catch((error: Error) => {
  if (error instanceof Refused) {
    const { problems = [], changes = [] } = error.refusal.extensions;
    for (const line of [...problems.map(problemLine), ...changes.map(changeLine)]) console.error(line);
  }
  console.error(error.message);
  process.exitCode = 1;
});
