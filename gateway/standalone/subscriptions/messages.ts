import type { WebSocket } from 'ws';

/** Messages that wait to be looked at; the other end is not read from beyond that. */
const WAITING_MAX = 16;

/**
 * The text messages of a socket, one after another, read no faster than they are looked at.
 *
 * @returns when `signal` is aborted.
 * @throws Error when the socket ends.
 */
export async function* messagesOf(
  socket: WebSocket,
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  const waiting: string[] = [];
  let ended: Error | undefined;
  let wake: () => void = () => undefined;
  socket.on('message', (data: Buffer) => {
    waiting.push(data.toString('utf8'));
    if (waiting.length >= WAITING_MAX) socket.pause();
    wake();
  });
  socket.on('error', (error) => {
    ended ??= error;
    wake();
  });
  socket.on('close', (code, reason) => {
    ended ??= new Error(`a WebSocket was closed: ${code} ${reason.toString()}`);
    wake();
  });
  const stop = (): void => wake();
  signal.addEventListener('abort', stop, { once: true });
  try {
    while (!signal.aborted) {
      const message = waiting.shift();
      if (message !== undefined) {
        if (waiting.length === 0) socket.resume();
        yield message;
      } else if (ended) throw ended;
      else await new Promise<void>((woken) => (wake = woken));
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
