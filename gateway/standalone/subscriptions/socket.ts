import { once } from 'node:events';
import { WebSocket } from 'ws';
import { parseExact, printExact } from '../../../subgraphs/kit/wire/exactJson.js';
import type { SubgraphRequest } from '../../../subgraphs/kit/wire/transport.js';
import { readAnswer } from '../../engine/transport/graphqlAnswer.js';
import { messagesOf } from './messages.js';
import { NotSpoken } from './source.js';
import type { Answers, Source, SourceLimits } from './source.js';

const PROTOCOL = 'graphql-transport-ws';
/** As the library says why it opened none. */
const REFUSED = /^Unexpected server response: (\d+)/;
const OTHER_PROTOCOL = /^(?:Server sent|Invalid)/;
const SWITCHED = 101;
/** The one operation of a connection. */
const ID = '1';
/** Milliseconds for a goodbye. */
const GOODBYE_MS = 2_000;

/**
 * Subscribes by a WebSocket, one for each subscription.
 *
 * @param address - ws or wss.
 * @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverWebSocket.md
 */
export function socketSource(address: string, limits: SourceLimits): Source {
  return async function* subscribe({ headers, ...asked }: SubgraphRequest, signal: AbortSignal): Answers {
    const socket = await opened(address, headers, limits);
    const say = (message: object): void => socket.send(printExact(message)!);
    const keeping = keepAlive(socket, limits.pingMs);
    const late = setTimeout(() => socket.terminate(), limits.openTimeoutMs);
    try {
      say({ type: 'connection_init', payload: headers });
      for await (const text of messagesOf(socket, signal)) {
        const { type, id, payload } = parseExact(text) as Record<string, unknown>;
        if (type === 'connection_ack') {
          clearTimeout(late);
          say({ type: 'subscribe', id: ID, payload: asked });
        } else if (type === 'ping') say({ type: 'pong' });
        else if (id !== ID) continue;
        else if (type === 'next') yield readAnswer(payload, limits.errorsMax);
        else if (type === 'error') {
          yield readAnswer({ errors: payload }, limits.errorsMax);
          return;
        } else if (type === 'complete') return;
      }
    } finally {
      clearTimeout(late);
      clearInterval(keeping);
      socket.on('error', () => undefined);
      socket.close();
      setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
    }
  };
}

/** @throws NotSpoken */
async function opened(
  address: string,
  headers: Readonly<Record<string, string>>,
  { connectTimeoutMs, answerBytesMax }: SourceLimits,
): Promise<WebSocket> {
  const socket = new WebSocket(address, PROTOCOL, {
    headers,
    handshakeTimeout: connectTimeoutMs,
    maxPayload: answerBytesMax,
    perMessageDeflate: false,
  });
  try {
    await once(socket, 'open');
    return socket;
  } catch (cause) {
    const { message } = cause as Error;
    const status = OTHER_PROTOCOL.test(message) ? SWITCHED : Number(REFUSED.exec(message)?.[1] ?? 0);
    throw Object.assign(new NotSpoken(status), { cause });
  }
}

/** Cuts a socket whose other end is gone. */
function keepAlive(socket: WebSocket, pingMs: number): NodeJS.Timeout {
  let isAlive = true;
  socket.on('pong', () => (isAlive = true));
  return setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, pingMs).unref();
}
