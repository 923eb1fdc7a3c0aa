import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serve } from '../../../subgraphs/kit/http/http.js';
import type { RunningServer } from '../../../subgraphs/kit/http/http.js';

describe('the HTTP server of a service that runs alone', () => {
  let server: RunningServer;
  const faults: unknown[] = [];

  beforeAll(async () => {
    server = await serve(
      [
        {
          method: 'POST',
          path: '/echo',
          bodyBytesMax: 10,
          handle: ({ body, query }) =>
            Promise.resolve({ status: 200, body: `${body.toString('utf8')}${query.get('more') ?? ''}` }),
        },
        { method: 'GET', path: '/fault', bodyBytesMax: 0, handle: () => Promise.reject(new Error('secret')) },
      ],
      '127.0.0.1',
      0,
      (error) => faults.push(error),
    );
  });
  afterAll(() => server.stop());

  /** Writes a request as it is, which `fetch` would tidy up first. @returns the status line. */
  const raw = (target: string) =>
    new Promise<string>((done, failed) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString('utf8')));
      socket.once('error', failed);
      socket.once('close', () => done(answer.split('\r\n')[0]!));
      socket.write(`GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    });

  it.each(['//', '///', '//[', 'http://[', '/\\\\', '/nowhere', '*'])(
    'answers a request for %s with 404, and lives on',
    async (target) => {
      expect(await raw(target)).toContain('404');
      expect((await fetch(`${server.url}/echo`, { method: 'POST', body: 'a' })).status).toBe(200);
    },
  );

  it('refuses a body beyond the limit, and says nothing of a fault but to us', async () => {
    expect((await fetch(`${server.url}/echo`, { method: 'POST', body: 'x'.repeat(11) })).status).toBe(413);
    const fault = await fetch(`${server.url}/fault`);
    expect([fault.status, await fault.text()]).toEqual([500, 'internal error']);
    expect(faults).toEqual([new Error('secret')]);
  });

  it('says nothing of a fault where the other end goes within its request', async () => {
    faults.length = 0;
    const gone = connect(Number(new URL(server.url).port), '127.0.0.1');
    gone.write('POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nab');
    // Its headers have been read when one that came later is answered.
    await fetch(`${server.url}/echo`, { method: 'POST', body: 'a' });
    gone.resetAndDestroy();
    const lastWord = await fetch(`${server.url}/fault`);
    await lastWord.text();
    expect(faults).toEqual([new Error('secret')]);
  });

  it('hands on path, query and body', async () => {
    const answer = await fetch(`${server.url}/echo?more=b`, { method: 'POST', body: 'a' });
    expect(await answer.text()).toBe('ab');
  });
});
