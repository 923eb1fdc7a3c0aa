import type { Duplex } from 'node:stream';

/** Milliseconds for the other end to read a last answer; one that never closes would hold its connection for ever. */
const LINGER_MS = 2_000;

/** Ends a connection with a text as its last, and lets go of it whether or not the other end does. */
export function endWith(socket: Duplex, text: string): void {
  socket.end(text);
  const cut = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(cut));
}
