import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import type { LogPort, NamedLog } from '../../../subgraphs/kit/journal/logPort.js';
import { memoryKeys, startToyGateway } from '../support/toys.js';
import type { ToyGateway } from '../support/toys.js';
import { village } from '../support/village.js';

const NOTE = 'data.example/log/governance/coop_1\n300\ncm9vdA==\n\n— sig\n';
const LEAVES = ['{"n":1}', '{"ö":2}'];
const key = (name: string): string => `${name}+00000000+key`;

let reads: unknown[] = [];
let broken: Error | undefined;

/** @param names - of the co-ops whose logs have begun. */
function toyLog(service: string, names: readonly string[]): Partial<LogPort> {
  const named = (cooperative: string): NamedLog => {
    const origin = `data.example/log/${service}/${cooperative}`;
    return { cooperative, origin, verifierKey: key(origin) };
  };
  const reading = <T>(what: unknown, answer: T): Promise<T> => {
    reads.push(what);
    return broken ? Promise.reject(broken) : Promise.resolve(answer);
  };
  return {
    checkpoint: (cooperative) =>
      reading(
        ['checkpoint', cooperative],
        names.includes(cooperative)
          ? { origin: named(cooperative).origin, size: 300n, root: '', note: NOTE, recordedAt: new Date(0) }
          : null,
      ),
    tile: (query) => reading(query, Buffer.alloc(query.width * 32, query.level + 1).toString('base64')),
    leaves: (query) => reading(query, LEAVES),
    logs: (after, first) =>
      reading(
        ['logs'],
        names
          .filter((name) => name > after)
          .slice(0, first)
          .map(named),
      ),
    verifierKey: (cooperative) => Promise.resolve(named(cooperative).verifierKey),
  };
}

const many = Array.from({ length: 130 }, (_, n) => `coop_${String(n).padStart(3, '0')}`);

describe('the files of a log', () => {
  const keys = memoryKeys();
  let gateway: ToyGateway;
  beforeAll(async () => {
    const { membership, governance } = village(keys, {
      membership: toyLog('membership', many),
      governance: toyLog('governance', ['coop_1']),
    });
    const others = (['data', 'payouts'] as const).map((name) => ({
      ...governance,
      name,
      sdl: () => Promise.resolve(`type Query { ${name}: String }`),
      log: { ...governance.log, ...toyLog(name, ['coop_1']) },
    }));
    gateway = await startToyGateway(keys, [membership, governance, ...others], {
      PUBLIC_URL: 'https://data.example/',
    });
  });
  afterAll(() => gateway.stop());
  beforeEach(() => {
    reads = [];
    broken = undefined;
  });

  const get = (path: string): Promise<Response> => fetch(`${gateway.url}${path}`);
  const codesOf = async (reply: Response): Promise<unknown[]> => {
    const { errors } = (await reply.json()) as { errors: { extensions: { code: string } }[] };
    return errors.map(({ extensions }) => extensions.code);
  };

  test('have a head that is text and old in seconds', async () => {
    const reply = await get('/log/governance/coop_1/checkpoint');
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(reply.headers.get('cache-control')).toBe('public, max-age=2');
    expect(reply.headers.get('access-control-allow-origin')).toBe('*');
    expect(await reply.text()).toBe(NOTE);
  });

  test.each([
    ['/tile/0/000', { level: 0, index: 0n, width: 256 }],
    ['/tile/1/000.p/1', { level: 1, index: 0n, width: 1 }],
    ['/tile/0/x001/x234/067', { level: 0, index: 1_234_067n, width: 256 }],
    ['/tile/0/x001/234.p/255', { level: 0, index: 1_234n, width: 255 }],
  ])('have tiles that never change: %s', async (path, query) => {
    const reply = await get(`/log/governance/coop_1${path}`);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('application/octet-stream');
    expect(reply.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await reply.arrayBuffer()).byteLength).toBe(query.width * 32);
    expect(reads).toEqual([{ cooperative: 'coop_1', ...query }]);
  });

  test('have bundles of leaves, each behind its length', async () => {
    const reply = await get('/log/governance/coop_1/tile/entries/001.p/2');
    expect(reply.headers.get('cache-control')).toContain('immutable');
    expect(Buffer.from(await reply.arrayBuffer())).toEqual(
      Buffer.concat([Buffer.of(0, 7), Buffer.from('{"n":1}'), Buffer.of(0, 8), Buffer.from('{"ö":2}')]),
    );
    expect(reads).toEqual([{ cooperative: 'coop_1', index: 1n, width: 2 }]);
  });

  test('are read once where they are full', async () => {
    for (let n = 0; n < 3; n++) await (await get('/log/governance/coop_1/tile/0/007')).arrayBuffer();
    expect(reads).toHaveLength(1);
  });

  test.each([
    ['/log/governance/coop_1'],
    ['/log/governance/coop_1/'],
    ['/log/elsewhere/coop_1/checkpoint'],
    ['/log/governance/mem_1/checkpoint'],
    ['/log/governance/coop_1/checkpoint/'],
    ['/log/governance/coop_1/tile/8/000'],
    ['/log/governance/coop_1/tile/00/000'],
    ['/log/governance/coop_1/tile/0/0'],
    ['/log/governance/coop_1/tile/0/0000'],
    ['/log/governance/coop_1/tile/0/x000/001'],
    ['/log/governance/coop_1/tile/0/001/234'],
    ['/log/governance/coop_1/tile/0/x001/x001/x001/x001/x001/x001/001'],
    ['/log/governance/coop_1/tile/0/000.p/0'],
    ['/log/governance/coop_1/tile/0/000.p/01'],
    ['/log/governance/coop_1/tile/0/000.p/256'],
    ['/log/governance/coop_1/tile/0/000.p/'],
    ['/log/governance/coop_1/tile/entries/000.p/1000'],
    ['/log/governance/coop_1/tile/data/000'],
  ])('have no other path: %s', async (path) => {
    const reply = await get(path);
    expect(reply.status).toBe(404);
    expect(await codesOf(reply)).toEqual(['NO_SUCH_PATH']);
    expect(reads).toEqual([]);
  });

  test('are not there before the log has begun', async () => {
    const reply = await get('/log/governance/coop_2/checkpoint');
    expect(reply.status).toBe(404);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(await codesOf(reply)).toEqual(['NOT_FOUND']);
  });

  test.each([
    ['a tile that is not there', COMMON.NOT_FOUND.raise('Not yet.'), 404, 'NOT_FOUND'],
    ['a service that is busy', COMMON.OVERLOADED.raise('Later.'), 503, 'OVERLOADED'],
    ['a service that is away', new Error('connect ECONNREFUSED secret'), 503, 'SUBGRAPH_UNAVAILABLE'],
  ])('are refused in words: %s', async (_, error, status, code) => {
    broken = error;
    const reply = await get('/log/governance/coop_1/tile/0/009');
    expect(reply.status).toBe(status);
    expect(reply.headers.get('retry-after')).toBe(status === 503 ? '1' : null);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    const text = await reply.text();
    expect(text).toContain(`"${code}"`);
    expect(text).not.toContain('secret');
  });

  test('are read and never written', async () => {
    const reply = await fetch(`${gateway.url}/log/governance/coop_1/checkpoint`, { method: 'POST' });
    expect(reply.status).toBe(405);
    expect(await codesOf(reply)).toEqual(['METHOD_NOT_ALLOWED']);
  });

  interface List {
    logs: { service: string; cooperative: string; origin: string; url: string; verifierKey: string }[];
    next: string | null;
  }
  const list = async (search: string): Promise<List> =>
    (await (await get(`/.well-known/transparency-logs.json${search}`)).json()) as List;

  test('are found, and their keys, in pages of co-ops', async () => {
    const first = await list('');
    expect(first.logs.map(({ cooperative }) => cooperative)).toEqual(many.slice(0, 100));
    expect(first.next).toBe('https://data.example/.well-known/transparency-logs.json?after=coop_099');
    const second = await list(new URL(first.next!).search);
    expect(second.next).toBeNull();
    expect(second.logs.map(({ service, cooperative }) => [service, cooperative])).toEqual([
      ['governance', 'coop_1'],
      ['data', 'coop_1'],
      ['payouts', 'coop_1'],
      ...many.slice(100).map((id) => ['membership', id]),
    ]);
    const origin = 'data.example/log/data/coop_1';
    expect(second.logs[1]).toEqual({
      ...{ service: 'data', cooperative: 'coop_1', origin },
      url: `https://${origin}`,
      verifierKey: key(origin),
    });
  });

  test('are found by co-op', async () => {
    const { logs, next } = await list('?cooperative=coop_1');
    expect(logs.map(({ service }) => service)).toEqual(['governance', 'data', 'payouts']);
    expect(next).toBeNull();
    const refused = await get('/.well-known/transparency-logs.json?cooperative=mem_1');
    expect(refused.status).toBe(400);
    expect(await codesOf(refused)).toEqual(['BAD_USER_INPUT']);
  });
});
