import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createHttpTransport } from '../../../../gateway/engine/transport/httpTransport.js';
import type {
  HttpTransport,
  HttpTransportOptions,
} from '../../../../gateway/engine/transport/httpTransport.js';
import type { TransportRequest } from '../../../../gateway/engine/transport/transport.js';

export interface TestServer {
  readonly url: string;
  /** What it was asked: method, path, headers and body of each request. */
  readonly asked: { method?: string; url?: string; headers: IncomingMessage['headers']; body: string }[];
  /** Connections taken. */
  connections: number;
  stop(): Promise<void>;
}

/** A server of HTTP that answers as it is told. */
export function httpServer(
  answer: (response: ServerResponse, body: string, request: IncomingMessage) => void,
): Promise<TestServer> {
  const asked: TestServer['asked'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      asked.push({ method: request.method, url: request.url, headers: request.headers, body });
      answer(response, body, request);
    });
  });
  return listening(server, asked);
}

/** A server that says whatever it is told to once a request has come, HTTP or not. */
export function rawServer(say: (socket: Socket, count: number) => void): Promise<TestServer> {
  let count = 0;
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => say(socket, (count += 1)));
  });
  return listening(server, []);
}

async function listening(server: Server, asked: TestServer['asked']): Promise<TestServer> {
  const sockets = new Set<Socket>();
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const running: TestServer = {
    url: `http://127.0.0.1:${port}/graphql`,
    asked,
    connections: 0,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
  server.on('connection', (socket: Socket) => {
    running.connections += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return running;
}

export const LIMITS = {
  connectionsMax: 4,
  waitingMax: 4,
  connectTimeoutMs: 10_000,
  timeoutMs: 20_000,
  silenceMs: 20_000,
  answerBytesMax: 100_000,
  errorsMax: 3,
};

/** Somebody whose request goes on for another hour, unless it is said otherwise. */
export const someone = (leftMs = 3_600_000): { deadline: number } => ({
  deadline: performance.now() + leftMs,
});

export function linkTo(
  { url }: Pick<TestServer, 'url'>,
  options: Partial<HttpTransportOptions<{ deadline: number }>> = {},
): HttpTransport<{ deadline: number }> {
  return createHttpTransport({ name: 'toy', url, limits: LIMITS, headersOf: () => ({}), ...options });
}

export function request(query: string, more: Partial<TransportRequest> = {}): TransportRequest {
  const kind = query.startsWith('mutation') ? 'mutation' : 'query';
  return {
    kind,
    query,
    queryJson: JSON.stringify(query),
    operationName: undefined,
    variablesJson: undefined,
    variables: () => undefined,
    ...more,
  };
}

export function sendJson(response: ServerResponse, value: unknown, headers: object = {}, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}
