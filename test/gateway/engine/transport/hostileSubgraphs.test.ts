import { describe, expect, test } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { httpServer, LIMITS, linkTo, rawServer, request, sendJson, someone } from './subgraphServers.js';
import type { TestServer } from './subgraphServers.js';

const MIB = 2 ** 20;
const JSON_TYPE = { 'content-type': 'application/json' };

interface Hostile {
  name: string;
  answer?: (response: ServerResponse) => void;
  say?: (socket: Socket) => void;
  encodings?: ['gzip', 'br'];
  code: string;
  /** Requests that it may see for one query; one unless said. */
  tries?: number;
}

const raw = (head: string, body = '') => `HTTP/1.1 ${head}\r\n\r\n${body}`;
const typed = (length: number | string) =>
  `200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}`;
const answering = (body: string) => (response: ServerResponse) =>
  void response.writeHead(200, JSON_TYPE).end(body);

/** Writes so long as anybody reads. */
function flood(response: ServerResponse, bytes: number): void {
  const chunk = Buffer.alloc(65_536, ' ');
  let sent = 0;
  const more = (): void => {
    while (sent < bytes && !response.destroyed) {
      sent += chunk.length;
      if (!response.write(chunk)) return void response.once('drain', more);
    }
    response.end();
  };
  more();
}

const spaces = Buffer.alloc(50 * MIB, ' ');
const BOMBS = {
  gzip: gzipSync(spaces),
  br: brotliCompressSync(spaces, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } }),
};

const cases: Hostile[] = [
  { name: 'never answers', answer: () => undefined, code: 'SUBGRAPH_TIMEOUT' },
  {
    name: 'sends a byte now and then',
    answer: (response) => {
      response.writeHead(200, JSON_TYPE);
      const drip = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(drip));
    },
    code: 'SUBGRAPH_TIMEOUT',
  },
  {
    name: 'sends headers now and then',
    say: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const drip = setInterval(() => socket.write('x: y\r\n'), 20);
      socket.once('close', () => clearInterval(drip));
    },
    code: 'SUBGRAPH_TIMEOUT',
  },
  {
    name: 'says 103 for ever',
    say: (socket) => {
      const hints = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n'), 10);
      socket.once('close', () => clearInterval(hints));
    },
    code: 'SUBGRAPH_TIMEOUT',
  },
  {
    name: 'resets the connection',
    say: (socket) => void socket.resetAndDestroy(),
    code: 'SUBGRAPH_UNAVAILABLE',
    tries: 2,
  },
  {
    name: 'breaks off in its body',
    answer: (response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-length': 100 }).write('{"data":');
      setTimeout(() => response.destroy(), 10);
    },
    code: 'SUBGRAPH_UNAVAILABLE',
  },
  ...[301, 302, 303, 307, 308].map((status) => ({
    name: `redirects with ${status}`,
    answer: (response: ServerResponse) =>
      sendJson(response, { data: {} }, { location: 'http://127.0.0.1:1/secret' }, status),
    code: 'SUBGRAPH_ANSWER_INVALID',
  })),
  {
    name: 'says that it is longer than it is',
    say: (socket) => void socket.end(raw(typed(500), '{"data":{}}')),
    code: 'SUBGRAPH_UNAVAILABLE',
  },
  {
    name: 'says that it is shorter than it is',
    say: (socket) => void socket.end(raw(typed(5), '{"data":{}}')),
    code: 'SUBGRAPH_ANSWER_INVALID',
  },
  {
    name: 'says two lengths',
    say: (socket) => void socket.end(raw(`${typed(11)}\r\ncontent-length: 12`, '{"data":{}}')),
    code: 'SUBGRAPH_ANSWER_INVALID',
  },
  {
    name: 'announces 300 MB',
    say: (socket) => void socket.write(raw(typed(300 * MIB))),
    code: 'SUBGRAPH_ANSWER_TOO_LARGE',
  },
  {
    name: 'sends 300 MB unannounced',
    answer: (response) => flood(response.writeHead(200, JSON_TYPE), 300 * MIB),
    code: 'SUBGRAPH_ANSWER_TOO_LARGE',
  },
  {
    name: 'sends headers without end',
    say: (socket) => void socket.write(`HTTP/1.1 200 OK\r\n${'x: yyyyyyyyyyyyyy\r\n'.repeat(4_000)}`),
    code: 'SUBGRAPH_ANSWER_INVALID',
  },
  {
    name: 'speaks another protocol',
    say: (socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
    code: 'SUBGRAPH_ANSWER_INVALID',
  },
  {
    name: 'changes the protocol',
    say: (socket) => void socket.write(raw('101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade')),
    code: 'SUBGRAPH_UNAVAILABLE',
    tries: 2,
  },
  {
    name: 'sends a page',
    answer: (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
    code: 'SUBGRAPH_ANSWER_INVALID',
  },
  {
    name: 'says no type',
    answer: (response) => void response.end('{"data":{}}'),
    code: 'SUBGRAPH_ANSWER_INVALID',
  },
  {
    name: 'uses another charset',
    answer: (response) =>
      void response.writeHead(200, { 'content-type': 'application/json; charset=utf-16' }).end(),
    code: 'SUBGRAPH_ANSWER_INVALID',
  },
  {
    name: 'packs unasked',
    answer: (response) =>
      void response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(gzipSync('{"data":{}}')),
    code: 'SUBGRAPH_ANSWER_INVALID',
  },
  {
    name: 'packs in a way that nobody knows',
    encodings: ['gzip', 'br'],
    answer: (response) => void response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'zip' }).end(),
    code: 'SUBGRAPH_ANSWER_INVALID',
  },
  {
    name: 'packs a bomb',
    encodings: ['gzip', 'br'],
    answer: (response) =>
      void response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(BOMBS.gzip),
    code: 'SUBGRAPH_ANSWER_TOO_LARGE',
  },
  {
    name: 'packs a bomb by brotli',
    encodings: ['gzip', 'br'],
    answer: (response) =>
      void response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'br' }).end(BOMBS.br),
    code: 'SUBGRAPH_ANSWER_TOO_LARGE',
  },
  {
    name: 'packs what is not packed',
    encodings: ['gzip', 'br'],
    answer: (response) =>
      void response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end('{"data":{}}'),
    code: 'SUBGRAPH_ANSWER_INVALID',
  },
  {
    name: 'is not well, in words of its own',
    answer: (response) => void response.writeHead(503, { 'content-type': 'text/plain' }).end('busy'),
    code: 'SUBGRAPH_UNAVAILABLE',
  },
  {
    name: 'is not well, in JSON of its own',
    answer: (response) => sendJson(response, { error: 'busy' }, {}, 502),
    code: 'SUBGRAPH_UNAVAILABLE',
  },
  {
    name: 'finds nothing there',
    answer: (response) => sendJson(response, { error: 'none' }, {}, 404),
    code: 'SUBGRAPH_ANSWER_INVALID',
  },
  {
    name: 'answers nothing',
    answer: (response) => void response.writeHead(204, JSON_TYPE).end(),
    code: 'SUBGRAPH_ANSWER_INVALID',
  },
  ...[
    ['no JSON', '{"data":'],
    ['a text', '"data"'],
    ['a list', '[]'],
    ['null', 'null'],
    ['neither data nor errors', '{}'],
    ['no error in its errors', '{"errors":[]}'],
    ['neither data nor errors but null for errors', '{"errors":null}'],
    ['data that is a list', '{"data":[]}'],
    ['data that is a text', '{"data":"x"}'],
    ['errors that are no list', '{"data":null,"errors":{}}'],
    ['errors without a message', '{"data":null,"errors":[{}]}'],
    ['errors that are null', '{"data":null,"errors":[null]}'],
  ].map(([name, body]) => ({
    name: `answers ${name}`,
    answer: answering(body!),
    code: 'SUBGRAPH_ANSWER_INVALID',
  })),
];

function serverOf({ answer, say }: Hostile): Promise<TestServer> {
  return say ? rawServer(say) : httpServer(answer!);
}

describe('a subgraph', () => {
  test.each(cases)('that $name is refused', async (hostile) => {
    const server = await serverOf(hostile);
    const timeoutMs = hostile.code === 'SUBGRAPH_TIMEOUT' ? 150 : LIMITS.timeoutMs;
    const link = linkTo(server, { limits: { ...LIMITS, timeoutMs }, encodings: hostile.encodings ?? [] });
    try {
      const sent = link.send(request('{ me }'), someone());
      await expect(sent).rejects.toMatchObject({ name: 'DomainError', code: hostile.code });
      expect(server.connections).toBe(hostile.tries ?? 1);
    } finally {
      await link.close();
      await server.stop();
    }
  });
});
