import type { Socket } from 'node:net';
import { endWith } from '../../subgraphs/kit/http/lastWord.js';
import { ERRORS } from '../errors.js';

/** What never became a request: too slow, too long, or no HTTP. The answer is written by hand. */
export function refuseRaw(error: Pick<NodeJS.ErrnoException, 'code'>, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const [status, definition] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? (['408 Request Timeout', ERRORS.BODY_TOO_SLOW] as const)
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? (['431 Request Header Fields Too Large', ERRORS.BAD_REQUEST] as const)
        : (['400 Bad Request', ERRORS.BAD_REQUEST] as const);
  const { code, retry, means: message } = definition;
  const body = JSON.stringify({ errors: [{ message, extensions: { code, retry } }] });
  const head = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  endWith(socket, `HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`);
}
