import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** Names and values of headers beyond which Node may have lost some, such as the length of a body. */
const HEADERS_MAX = 2_000;
/** Headers that mean something only where the offer is taken up. */
const OF_THE_OFFER: ReadonlySet<string> = new Set(['upgrade', 'http2-settings']);

/** Whether a request asks for a WebSocket; any other protocol may be offered, and the offer be ignored. */
export function asksForWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && tokensOf(headers.upgrade ?? '').includes('websocket');
}

/**
 * Ignores the offer of another protocol. Node lets go of a connection on which one is offered, so its bytes, less the
 * offer, are given back to the connection, and the connection to the server as if it were new.
 *
 * @param head - what has come behind the headers.
 * @returns a function; false where the request is not known as a whole.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-upgrade
 */
export function ignoringUpgrades(server: Server) {
  // Node's own listener alone: for all others it is no new connection.
  const [listener] = server.listeners('connection') as ((socket: Socket) => void)[];
  return (request: IncomingMessage, head: Buffer): boolean => {
    if (!listener || request.rawHeaders.length >= HEADERS_MAX) return false;
    const { socket } = request;
    socket.unshift(Buffer.concat([Buffer.from(headWithoutOffer(request), 'latin1'), head]));
    listener.call(server, socket);
    return true;
  };
}

function headWithoutOffer({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name, value] = [rawHeaders[index]!, rawHeaders[index + 1]!];
    const kind = name.toLowerCase();
    if (OF_THE_OFFER.has(kind)) continue;
    const kept = kind === 'connection' ? withoutOffer(value) : value;
    if (kind !== 'connection' || kept !== '') lines.push(`${name}: ${kept}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

function withoutOffer(connection: string): string {
  return tokensOf(connection)
    .filter((token) => !OF_THE_OFFER.has(token))
    .join(', ');
}

function tokensOf(list: string): string[] {
  return list.split(',').map((token) => token.trim().toLowerCase());
}
