import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { isAway, isOutage, refusalOfOutage } from '../../subgraphs/kit/store/outage.js';
import { SteadyClient } from '../../subgraphs/kit/store/steadyClient.js';

const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const WELCOME = message('R', Buffer.alloc(4));
const READY = message('Z', Buffer.from('I'));
const fields = (state: string): Buffer => Buffer.from(`SFATAL\0VFATAL\0C${state}\0Mgone\0\0`);
const FATAL = message('E', fields('57P01'));
const done = (tag: string): Buffer => message('C', Buffer.from(`${tag}\0`));

describe('a connection to PostgreSQL', () => {
  let server: Server;
  const sockets = new Set<Socket>();
  afterEach(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });

  /** A server that says these bytes, in one packet, to whatever it is told, one after another. */
  async function connectTo(...answers: Buffer[][]): Promise<SteadyClient> {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', () => {
        const answer = answers.shift();
        if (answer) socket.write(Buffer.concat(answer));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return new SteadyClient({ host: '127.0.0.1', port, user: 'somebody', database: 'a', silenceMs: 100 });
  }

  it('that is cut in the packet that opens it ends no process', async () => {
    const client = await connectTo([WELCOME, READY, FATAL]);
    await client.connect();
    await expect(client.query('select 1')).rejects.toThrow(/connection error/);
  });

  it('fails the statement that is not answered in time, and all that follow', async () => {
    const client = await connectTo([WELCOME, READY]);
    await client.connect();
    const lost = await client.query('select 1').catch((error: unknown) => error);
    expect(isAway(lost)).toBe(true);
    await expect(client.query('select 1')).rejects.toThrow();
  });

  it('calls nothing committed that PostgreSQL has undone', async () => {
    const client = await connectTo([WELCOME, READY], [done('ROLLBACK'), READY], [done('ROLLBACK'), READY]);
    await client.connect();
    await expect(client.query('COMMIT')).rejects.toThrow(/undone/);
    await expect(client.query('ROLLBACK')).resolves.toMatchObject({ command: 'ROLLBACK' });
  });
});

describe('what PostgreSQL, its client or the network says', () => {
  const withCode = (code: string, more = {}) => Object.assign(new Error('no'), { code }, more);
  const outages: [string, unknown][] = [
    ['a server that is being stopped', withCode('57P01')],
    ['a server that starts', withCode('57P03')],
    ['too many connections', withCode('53300')],
    ['a full disk', withCode('53100')],
    ['a database that is read-only', withCode('25006')],
    ['a lock that was not to be had', withCode('55P03')],
    ['a statement that took too long', withCode('57014')],
    ['nobody at the port', withCode('ECONNREFUSED')],
    ['no socket', withCode('ENOENT', { syscall: 'connect' })],
    ['a connection that was cut', new Error('Connection terminated unexpectedly')],
    ['no place in the pool', new Error('timeout exceeded when trying to connect')],
    ['an outage as TypeORM wraps it', Object.assign(new Error('no'), { driverError: withCode('08006') })],
  ];
  it.each(outages)('is an outage: %s', (_, error) => {
    expect(isOutage(error)).toBe(true);
    expect(refusalOfOutage(error)).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      retry: 'later',
      cause: error,
    });
  });

  const others: [string, unknown][] = [
    ['a row that is there already', withCode('23505')],
    ['a wrong statement', withCode('42601')],
    ['a transaction in the way of another', withCode('40001')],
    ['a file that is missing', withCode('ENOENT', { syscall: 'open' })],
    ['a fault of ours', new TypeError('Connection is undefined')],
    ['a refusal', Object.assign(new Error('no'), { code: 'FORBIDDEN' })],
    ['nothing', undefined],
  ];
  it.each(others)('is none: %s', (_, error) => {
    expect(isOutage(error)).toBe(false);
    expect(refusalOfOutage(error)).toBe(error);
  });
});
