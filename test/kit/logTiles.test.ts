import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCheckpoint } from '../../subgraphs/kit/domain/checkpoint.js';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { leafHash, merkleRoot } from '../../subgraphs/kit/domain/merkle.js';
import { serve } from '../../subgraphs/kit/http/http.js';
import { createLogger } from '../../subgraphs/kit/observability/logger.js';
import { ServiceMetrics } from '../../subgraphs/kit/service/serviceMetrics.js';
import { routesOf } from '../../subgraphs/kit/wire/procedures.js';
import { connectRemote } from '../../subgraphs/kit/wire/remote.js';
import { startTestService, until } from '../support/testService.js';
import type { TestService } from '../support/testService.js';
import { Noted, startToy } from '../support/toyService.js';

const SIZE = 600;
const PUBLIC_URL = 'https://data.example/api/';

describe('a log as tiles', () => {
  const cooperative = newId('coop');
  let toy: TestService;

  const append = (of: string, count: number) =>
    toy.service.store.transaction({ cooperative: of }, (tx) => {
      for (let n = 0; n < count; n++) {
        tx.append(Noted, { cooperative: of, actorRole: 'MEMBER', public: {}, private: { which: n } });
      }
      return Promise.resolve();
    });
  const grownTo = (of: string, size: number) =>
    until(
      async () => (await toy.service.log.checkpoint(of))?.size === BigInt(size),
      `the log to have ${size} entries`,
    );
  const tile = async (level: number, index: number, width: number): Promise<string[]> => {
    const bytes = Buffer.from(
      await toy.service.log.tile({ cooperative, level, index: BigInt(index), width }),
      'base64',
    );
    expect(bytes.length).toBe(width * 32);
    return Array.from({ length: width }, (_, at) => bytes.subarray(at * 32, at * 32 + 32).toString('hex'));
  };
  const leaves = (index: number, width: number): Promise<string[]> =>
    toy.service.log.leaves({ cooperative, index: BigInt(index), width });

  beforeAll(async () => {
    toy = await startTestService(startToy, 'governance', { environment: { PUBLIC_URL } });
    await append(cooperative, SIZE);
    await grownTo(cooperative, SIZE);
  });
  afterAll(() => toy.stop());

  it('has leaves exactly as they were hashed, and their hashes, and those of full tiles a level above', async () => {
    const texts = [...(await leaves(0, 256)), ...(await leaves(1, 256)), ...(await leaves(2, SIZE - 512))];
    const hashes = texts.map((text) => Buffer.from(leafHash(Buffer.from(text, 'utf8'))));
    const hex = hashes.map((hash) => hash.toString('hex'));
    expect([
      ...(await tile(0, 0, 256)),
      ...(await tile(0, 1, 256)),
      ...(await tile(0, 2, SIZE - 512)),
    ]).toEqual(hex);
    expect(await tile(1, 0, 2)).toEqual(
      [hashes.slice(0, 256), hashes.slice(256, 512)].map((full) =>
        Buffer.from(merkleRoot(full)).toString('hex'),
      ),
    );
    const head = await toy.service.log.checkpoint(cooperative);
    expect(head?.root).toBe(Buffer.from(merkleRoot(hashes)).toString('base64'));
  });

  it('has every part of a tile that is not full', async () => {
    const whole = await tile(0, 2, SIZE - 512);
    for (const width of [1, 2, 87]) {
      expect(await tile(0, 2, width)).toEqual(whole.slice(0, width));
      expect(await leaves(2, width)).toEqual((await leaves(2, SIZE - 512)).slice(0, width));
    }
  });

  it.each([
    ['one hash more than it has', () => tile(0, 2, SIZE - 512 + 1)],
    ['a full tile that is not full', () => tile(0, 2, 256)],
    ['a tile that begins beyond its end', () => tile(0, 3, 1)],
    ['a hash of a tile that is not full', () => tile(1, 0, 3)],
    ['a level that it does not reach', () => tile(2, 0, 1)],
    ['one leaf more than it has', () => leaves(2, SIZE - 512 + 1)],
    [
      'the log of another co-op',
      () => toy.service.log.leaves({ cooperative: 'coop_x', index: 0n, width: 1 }),
    ],
  ])('does not have %s', async (_, read) => {
    await expect(read()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('shows the leaves and nothing that was committed to, also after an erasure', async () => {
    const [leaf = ''] = await leaves(0, 1);
    expect(Object.keys(JSON.parse(leaf) as object).sort()).toEqual([
      ...['actorRole', 'commitments', 'cooperative', 'digests', 'recordedAt', 'service', 'type', 'v'],
    ]);
    await toy.sql(
      'update journal_entry set private_part = null where log_index = 0 and cooperative_id = $1',
      [cooperative],
    );
    expect(await leaves(0, 1)).toEqual([leaf]);
  });

  it('is the same in another process, which asks for no more than a tile', async () => {
    const { service, keys } = toy;
    const metrics = new ServiceMetrics(service);
    const routes = routesOf({ service, keys, logger: createLogger('test', 'silent'), metrics });
    const server = await serve(routes, '127.0.0.1', 0, () => undefined);
    const remote = connectRemote('governance', server.url, 'gateway', keys);
    try {
      const query = { cooperative, index: 1n, width: 256 };
      expect(await remote.log.tile({ ...query, level: 0 })).toBe(
        await service.log.tile({ ...query, level: 0 }),
      );
      expect(await remote.log.leaves(query)).toEqual(await service.log.leaves(query));
      expect(await remote.log.logs('', 5)).toEqual(await service.log.logs('', 5));
      const beyond = [
        remote.log.tile({ ...query, level: 8 }),
        remote.log.tile({ ...query, level: 0, width: 257 }),
        remote.log.leaves({ ...query, width: 0 }),
        remote.log.leaves({ ...query, index: -1n }),
        remote.log.logs('', 201),
      ];
      for (const asked of beyond) await expect(asked).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    } finally {
      await remote.close();
      service.endWaits();
      await server.stop();
      metrics.stop();
    }
  });

  it('is named by the address at which it is served, and so is the key of its heads', async () => {
    const head = (await toy.service.log.checkpoint(cooperative))!;
    expect(head.origin).toBe(`data.example/api/log/governance/${cooperative}`);
    const verifierKey = await toy.service.log.verifierKey(cooperative);
    expect(verifierKey.split('+')[0]).toBe(head.origin);
    expect(openCheckpoint(head.note, verifierKey)?.size).toBe(BigInt(SIZE));
    expect(await toy.service.log.logs('', 10)).toEqual([{ cooperative, origin: head.origin, verifierKey }]);
    expect(await toy.service.log.logs(cooperative, 10)).toEqual([]);
  });

  it('keeps the name under which it began, wherever it is served from by then', async () => {
    const older = newId('coop');
    await append(older, 1);
    await grownTo(older, 1);
    const name = `cooperative.example/governance/${older}`;
    await toy.sql(
      `update log_head set note = $1 || substr(note, strpos(note, E'\\n')) where cooperative_id = $2`,
      [name, older],
    );
    await append(older, 1);
    await grownTo(older, 2);
    const head = (await toy.service.log.checkpoint(older))!;
    expect(head.origin).toBe(name);
    expect(head.note.split('\n')[0]).toBe(name);
    expect(openCheckpoint(head.note, await toy.service.log.verifierKey(older))?.size).toBe(2n);
  });
});
