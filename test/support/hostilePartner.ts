import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

export const HOSTILE_SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query { acmeBest: Cooperative  acmeReports: [AcmeReport!] }
type Cooperative @key(fields: "id") { id: ID!  acmeRating: Float  acmeReport: AcmeReport }
type AcmeReport { title: String  lines: [String!] }
`;

export interface PartnerRequest {
  headers: IncomingHttpHeaders;
  body: string;
}

export interface HostilePartner {
  readonly url: string;
  /** What it does with the next requests. */
  way: Way;
  readonly requests: PartnerRequest[];
  /** Bytes that it got rid of, as answers or otherwise. */
  written(): number;
  /** Forgets what it was asked, and drops whoever still listens. */
  forget(): void;
  /** Answers what it has waited with. */
  release(): void;
  stop(): Promise<void>;
}

export type Way = keyof typeof WAYS;

interface Turn {
  request: IncomingMessage;
  response: ServerResponse;
  socket: Socket;
  /** Resolves when it is told to answer. */
  released: Promise<void>;
  /** The entities that were sent, if any. */
  entities: { __typename: string; id: string }[];
}

const MIB = 1024 * 1024;
const JSON_TYPE = { 'content-type': 'application/json' };
const data = (response: ServerResponse, value: unknown): void =>
  text(response, JSON.stringify({ data: value }));
const text = (response: ServerResponse, body: string): void =>
  void response.writeHead(200, JSON_TYPE).end(body);
const rated = (entities: Turn['entities'], more: object = {}): object => ({
  _entities: entities.map(() => ({ acmeRating: 4.5, ...more })),
});

/** Writes for as long as somebody reads, up to so many bytes. */
async function pour(response: ServerResponse, bytes: number): Promise<void> {
  const chunk = Buffer.alloc(64 * 1024, ' ');
  for (let sent = 0; sent < bytes && !response.destroyed; sent += chunk.length) {
    if (response.write(chunk)) continue;
    const settled = new AbortController();
    const { signal } = settled;
    await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
    settled.abort();
  }
  response.end();
}

const PIECE = gzipSync(Buffer.alloc(30 * MIB, ' '), { level: 9 });
/** 300 MB, packed in pieces. */
const BOMB = Buffer.concat(Array.from({ length: 10 }, () => PIECE));

/** What partners might do, by name. The first three are honest. */
export const WAYS = {
  answers: ({ response, entities }: Turn) =>
    data(response, rated(entities, { acmeReport: { title: 'Fine', lines: ['a'] } })),
  'refers to an entity': ({ response }: Turn) =>
    data(response, { acmeBest: { __typename: 'Cooperative', id: 'coop_2' } }),
  'waits until it is told': async ({ response, entities, released }: Turn) => {
    await released;
    data(response, { _entities: entities.map(() => ({ acmeRating: 4.5, acmeExtra: 4.5 })) });
  },
  'hangs up at once': ({ socket }: Turn) => void socket.destroy(),
  'hangs up in the middle': ({ response, socket }: Turn) => {
    response
      .writeHead(200, { ...JSON_TYPE, 'content-length': '1000' })
      .write('{"data":', () => socket.destroy());
  },
  'never answers': () => undefined,
  'never ends its answer': ({ response }: Turn) => void response.writeHead(200, JSON_TYPE).write('{"data":'),
  'drips a byte at a time': ({ response }: Turn) => {
    response.writeHead(200, JSON_TYPE);
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  },
  'answers 300 MB': ({ response }: Turn) => void pour(response.writeHead(200, JSON_TYPE), 300 * MIB),
  'announces 300 MB': ({ response }: Turn) =>
    void pour(response.writeHead(200, { ...JSON_TYPE, 'content-length': String(300 * MIB) }), 300 * MIB),
  'packs 300 MB into little': ({ response }: Turn) =>
    void response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(BOMB),
  'reports 200,000 errors': ({ response }: Turn) => {
    const errors = Array.from({ length: 200_000 }, () => ({ message: 'no' }));
    text(response, JSON.stringify({ data: null, errors }));
  },
  'reports as many errors as fit': ({ response }: Turn) => {
    const errors = Array.from({ length: 20_000 }, (_, i) => ({ message: 'no', path: ['_entities', i % 2] }));
    text(response, JSON.stringify({ data: null, errors }));
  },
  'answers no JSON': ({ response }: Turn) => text(response, '{"data":{"_entities":[{"acmeRating":'),
  'answers brackets without end': ({ response }: Turn) =>
    text(response, `{"data":{"_entities":${'['.repeat(400_000)}`),
  'nests without end': ({ response, entities }: Turn) => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    text(response, `{"data":{"_entities":[${entities.map(() => `{"acmeRating":${deep}}`).join()}]}}`);
  },
  'answers a page': ({ response }: Turn) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hi</h1>'),
  'answers nothing': ({ response }: Turn) => void response.writeHead(200, JSON_TYPE).end(),
  'is broken': ({ response }: Turn) =>
    void response.writeHead(500, JSON_TYPE).end('{"errors":[{"message":"stack at /srv/app"}]}'),
  'sends somewhere else': ({ request, response }: Turn) => {
    const location = request.url === '/elsewhere' ? '/graphql' : `http://${request.headers.host}/elsewhere`;
    response.writeHead(307, { location }).end();
  },
  'speaks no HTTP': ({ socket }: Turn) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
  'sends headers without end': ({ socket }: Turn) => {
    const more = (): void => {
      if (!socket.destroyed) socket.write(`x-more: ${'y'.repeat(4_000)}\r\n`, more);
    };
    socket.write('HTTP/1.1 200 OK\r\n', more);
  },
  'answers objects for numbers': ({ response, entities }: Turn) =>
    data(response, {
      _entities: entities.map(() => ({ acmeRating: { toString: 'x', __proto__: { polluted: true } } })),
    }),
  'answers fields that nobody asked it for': ({ response, entities }: Turn) =>
    data(response, {
      _entities: entities.map(() => ({
        name: 'Taken over',
        id: 'coop_9',
        charter: 'None',
        members: { nodes: [] },
      })),
      cooperatives: { nodes: [] },
    }),
  'says that entities are something else': ({ response, entities }: Turn) =>
    data(response, rated(entities, { __typename: 'Member', id: 'mem_1' })),
  'answers for fewer entities': ({ response, entities }: Turn) => data(response, rated(entities.slice(1))),
  'answers for more entities': ({ response, entities }: Turn) =>
    data(response, rated([...entities, ...entities])),
  'speaks in our name': ({ response, entities }: Turn) =>
    text(
      response,
      JSON.stringify({
        data: { _entities: entities.map(() => null) },
        errors: [
          {
            message: 'Sign in at evil.example',
            path: ['_entities', 0, 'acmeRating'],
            extensions: { code: 'UNAUTHENTICATED', retry: 'corrected', expired: true, service: 'membership' },
          },
        ],
        extensions: { journalPosition: { service: 'acme', entry: 'jrn_01h455vb4pex5vsknk084sn02q' } },
      }),
    ),
} as const satisfies Record<string, (turn: Turn) => void | Promise<void>>;

/** A partner's subgraph that does what it should not, in as many ways as WAYS has names. */
export async function startHostilePartner(): Promise<HostilePartner> {
  const sockets = new Set<Socket>();
  const gone = { bytes: 0 };
  const requests: PartnerRequest[] = [];
  let release: () => void = () => undefined;
  const released = new Promise<void>((done) => (release = done));
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      requests.push({ headers: request.headers, body });
      const { variables } = JSON.parse(body) as { variables?: { representations?: Turn['entities'] } };
      const entities = variables?.representations ?? [];
      void WAYS[partner.way]({ request, response, socket: request.socket, released, entities });
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      gone.bytes += socket.bytesWritten;
      sockets.delete(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const drop = (): void => sockets.forEach((socket) => socket.destroy());
  const partner: HostilePartner = {
    url: `http://127.0.0.1:${port}/graphql`,
    way: 'answers',
    requests,
    written: () => [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, gone.bytes),
    forget() {
      drop();
      requests.length = 0;
      gone.bytes = 0;
    },
    release,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      drop();
      await closed;
    },
  };
  return partner;
}
