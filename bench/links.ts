import { fork } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { Agent, createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { fetch as undiciFetch, Pool } from 'undici';
import { createHttpTransport } from '../gateway/engine/transport/httpTransport.js';
import { signPassport, verifyPassport } from '../subgraphs/kit/identity/passport.js';

/**
 * What a request to a subgraph costs the gateway, in microseconds of CPU: by the ways that there are over HTTP, all
 * asking one server in another process and reading its JSON, and what a passport adds. `npm run bench:links`
 */
const ROUNDS = 3;
const REQUESTS = 4_000;
const AT_ONCE = 16;
const SIGNATURES = 2_000;
const ANSWER = JSON.stringify({
  data: { products: Array.from({ length: 20 }, (_, id) => ({ id: String(id), name: `Product ${id}` })) },
});
const QUERY = 'query Products($first: Int) { products(first: $first) { id name } }';
const BODY = JSON.stringify({ query: QUERY, variables: { first: 20 } });
const JSON_TYPE = { 'content-type': 'application/json' };

type Way = () => Promise<unknown>;

function serve(): void {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, JSON_TYPE).end(ANSWER));
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

function waysTo(url: string): Record<string, Way> {
  const pool = new Pool(url, { connections: AT_ONCE });
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const link = createHttpTransport<{ deadline: number }>({
    name: 'bench',
    url: `${url}/graphql`,
    headersOf: () => ({}),
    limits: {
      connectionsMax: AT_ONCE,
      waitingMax: AT_ONCE,
      connectTimeoutMs: 1_000,
      timeoutMs: 25_000,
      silenceMs: 10_000,
      answerBytesMax: 8 * 2 ** 20,
      errorsMax: 100,
    },
  });
  const step = {
    kind: 'query',
    query: QUERY,
    queryJson: JSON.stringify(QUERY),
    operationName: undefined,
    variablesJson: '{"first":20}',
    variables: () => ({ first: 20 }),
  } as const;
  const post = { method: 'POST', body: BODY, headers: JSON_TYPE };
  return {
    'fetch of Node': async () => (await fetch(url, post)).json(),
    'fetch of undici': async () => (await undiciFetch(url, { ...post, dispatcher: pool })).json(),
    'undici request': async () => {
      const { body } = await pool.request({ ...post, method: 'POST', path: '/graphql' });
      return body.json();
    },
    'node:http with an agent': () =>
      new Promise((done, failed) => {
        const length = { 'content-length': Buffer.byteLength(BODY) };
        const request = httpRequest(url, { method: 'POST', agent, headers: { ...JSON_TYPE, ...length } });
        request.on('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => done(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
        });
        request.on('error', failed).end(BODY);
      }),
    'our link': () => link.send(step, { deadline: performance.now() + 30_000 }),
  };
}

/** Microseconds of this process's CPU for one piece of work. */
async function cpuMicrosOf(count: number, work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

async function many(way: Way, count: number): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await way();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function print(what: string, micros: readonly number[]): void {
  console.log(
    `${what.padEnd(32)} ${Math.min(...micros)
      .toFixed(1)
      .padStart(8)} µs`,
  );
}

async function compare(ways: Record<string, Way>, count: number): Promise<void> {
  const figures = new Map<string, number[]>();
  for (const way of Object.values(ways)) await many(way, count / 4);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      const micros = await cpuMicrosOf(count, () => many(way, count));
      figures.set(name, [...(figures.get(name) ?? []), micros]);
    }
  }
  for (const [name, micros] of figures) print(name, micros);
}

function passportWays(): Record<string, Way> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const claims = { aud: 'membership', rid: randomUUID(), jti: randomUUID() };
  const passport = signPassport(privateKey, claims);
  return {
    'sign a passport': () => Promise.resolve(signPassport(privateKey, claims)),
    'verify a passport': () => Promise.resolve(verifyPassport(passport, publicKey, 'membership')),
  };
}

if (process.argv.includes('--serve')) {
  serve();
} else {
  const child = fork(fileURLToPath(import.meta.url), ['--serve']);
  const port = await new Promise<number>((done) => child.once('message', (said) => done(said as number)));
  await compare(waysTo(`http://127.0.0.1:${port}`), REQUESTS);
  await compare(passportWays(), SIGNATURES);
  child.kill();
  process.exit(0);
}
