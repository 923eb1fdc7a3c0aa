import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSettings, settingsSchema } from '../../../subgraphs/kit/settings.js';
import { requireDatabases, requireFreePort } from '../../../subgraphs/kit/process/beforeWork.js';
import { Ending } from '../../../subgraphs/kit/process/ending.js';

let taken: Server;
let port: number;
beforeAll(async () => {
  // Whatever connects is hung up on.
  taken = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(taken, 'listening');
  ({ port } = taken.address() as AddressInfo);
});
afterAll(() => new Promise((closed) => taken.close(closed)));

describe('before any work', () => {
  it('a port that is taken is named', async () => {
    const tried = requireFreePort('PORT_DATA', '127.0.0.1', port);
    await expect(tried).rejects.toThrow(
      `PORT_DATA: 127.0.0.1:${port} cannot be had: another program listens`,
    );
  });

  it('a host that is not ours is named', async () => {
    await expect(requireFreePort('PORT', '203.0.113.9', 4000)).rejects.toThrow('HOST is no address');
  });

  it('a port that is free stays free', async () => {
    await requireFreePort('PORT', '127.0.0.1', 0);
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port: other } = free.address() as AddressInfo;
    await new Promise((closed) => free.close(closed));
    await requireFreePort('PORT', '127.0.0.1', other);
    await requireFreePort('PORT', '127.0.0.1', other);
  });

  it('every database that cannot be used is named, and no password', async () => {
    const settings = readSettings(settingsSchema, {
      DATABASE_URL_DATA: `postgres://owner:secret@127.0.0.1:${port}/data`,
      DATABASE_URL_PAYOUTS: 'postgres://owner:secret@127.0.0.1:1/payouts',
    });
    const tried = requireDatabases(settings, ['membership', 'data', 'payouts', 'gateway']);
    await expect(tried).rejects.toThrow(
      /^these databases cannot be used:\n {2}DATABASE_URL_DATA: .*\n {2}DATABASE_URL_PAYOUTS: .*ECONNREFUSED.*$/,
    );
    await expect(tried).rejects.not.toThrow(/secret/);
  });

  it('no database is tried that nobody named', async () => {
    await requireDatabases(readSettings(settingsSchema, {}), ['membership', 'gateway']);
  });
});

describe('an ending', () => {
  const undone: string[] = [];
  const begin = (ending: Ending, ...names: string[]) =>
    names.forEach((name) => ending.add(() => void undone.push(name)));

  it('undoes in reverse what a start had begun that fails, and tells why it failed', async () => {
    undone.length = 0;
    const started = Ending.of(async (ending) => {
      begin(ending, 'database', 'service');
      ending.add(() => Promise.reject(new Error('cannot be undone')));
      throw new Error('no port');
    });
    await expect(started).rejects.toThrow('no port');
    expect(undone).toEqual(['service', 'database']);
  });

  it('undoes each once, and tells of the first that failed', async () => {
    undone.length = 0;
    const running = await Ending.of(async (ending) => {
      begin(ending, 'one');
      ending.add(() => Promise.reject(new Error('stuck')));
      begin(ending, 'two');
      return {};
    });
    expect(undone).toEqual([]);
    await expect(running.stop()).rejects.toThrow('stuck');
    await running.stop();
    expect(undone).toEqual(['two', 'one']);
  });
});
