import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import { Crowd } from './crowd.js';
import { Drain } from './drain.js';
import type { Pause } from './pause.js';
import { sendStream } from './sendStream.js';
import { targetOf } from './target.js';

const HEADERS_TIMEOUT_MS = 10_000;
const BODY_TIMEOUT_MS = 30_000;
const DRAIN_MS = 10_000;
/** One gateway may hold all of these, a subscription each; what is unfinished is what a stranger left. */
const CROWD_LIMITS = {
  connectionsMax: 16_384,
  perAddressMax: 16_384,
  unfinishedPerAddressMax: 1_024,
  stallMs: 10_000,
  lingerMs: 60_000,
};
const USUAL_HEADERS = { 'x-content-type-options': 'nosniff' };

export interface HttpRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
  /** Of the other end of the connection, which may be a proxy; where the door tells. */
  address?: string | undefined;
  /** Where the door lets a request wait that is no work meanwhile. */
  pause?: Pause;
}

export interface HttpAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Instead of a body: what is sent as it comes, until it ends or `gone` says that the other end has. */
  stream?: (gone: AbortSignal) => AsyncIterable<string>;
}

/** What a service answers over HTTP beside GraphQL, such as a payment rail's webhooks. */
export interface Route {
  method: 'GET' | 'POST';
  path: string;
  /** Largest body, in bytes. */
  bodyBytesMax: number;
  handle(request: HttpRequest): Promise<HttpAnswer>;
}

export interface RunningServer {
  readonly url: string;
  /** Takes no more requests and gives those in flight 10 s. */
  stop(): Promise<void>;
}

class BodyTooLarge extends Error {}

/**
 * A small HTTP server over exact routes, with the limits that every door needs.
 *
 * @param onFault - hears, whole, what a route threw: the caller hears of a fault and no more.
 */
export async function serve(
  routes: readonly Route[],
  host: string,
  port: number,
  onFault: (error: unknown) => void,
): Promise<RunningServer> {
  const byPath = new Map(routes.map((route) => [`${route.method} ${route.path}`, route]));
  const server = createServer((request, response) => {
    drain.heard(request.socket);
    crowd.begun(request.socket);
    const { socket } = request;
    response.once('finish', () => crowd.rests(socket));
    void answer(byPath, request, response, onFault, crowd).finally(() => {
      if (!response.writableFinished) crowd.answered(socket);
    });
  });
  const drain = new Drain(server);
  const crowd = new Crowd(server, { limits: CROWD_LIMITS });
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = BODY_TIMEOUT_MS;
  await listen(server, host, port);
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  return { url: `http://${host}:${actual}`, stop: () => drain.end(DRAIN_MS) };
}

export function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      done();
    });
  });
}

/** Reads a body up to a limit. @throws when it is larger. */
async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Without this option, leaving the loop would destroy the socket that the refusal goes out on.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function answer(
  routes: Map<string, Route>,
  request: IncomingMessage,
  response: ServerResponse,
  onFault: (error: unknown) => void,
  crowd: Crowd,
): Promise<void> {
  const { path, search } = targetOf(request.url);
  const route = routes.get(`${request.method} ${path}`);
  try {
    if (!route) return send(response, { status: 404, body: 'not found' });
    const body = await readBody(request, route.bodyBytesMax);
    crowd.whole(request.socket);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    );
    const query = new URLSearchParams(search);
    const answered = await route.handle({
      method: request.method ?? 'GET',
      path,
      query,
      headers,
      body,
      address: request.socket.remoteAddress,
      pause() {
        // The answer itself says that the wait is over.
        if (!response.headersSent && !response.destroyed) response.writeProcessing();
        return () => undefined;
      },
    });
    const { status, headers: own, stream } = answered;
    if (!stream) return send(response, answered);
    await sendStream(response, { status, head: Object.entries({ ...USUAL_HEADERS, ...own }).flat() }, stream);
  } catch (error) {
    if (error instanceof BodyTooLarge) {
      response.setHeader('connection', 'close');
      send(response, { status: 413, body: 'too large' });
    } else if (!request.complete && request.destroyed) {
      // The other end has gone before its request had come as a whole, and hears nothing any more.
    } else {
      onFault(error);
      send(response, { status: 500, body: 'internal error' });
    }
  }
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...USUAL_HEADERS, ...headers });
  response.end(body);
}
