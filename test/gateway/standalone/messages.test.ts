import { EventEmitter } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import type { WebSocket } from 'ws';
import { messagesOf } from '../../../gateway/standalone/subscriptions/messages.js';

/** A socket whose other end sends as fast as it may. */
class Fast extends EventEmitter {
  paused = false;
  sent = 0;

  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
  }
  /** @returns how many it could send before it was paused. */
  flood(): number {
    const before = this.sent;
    while (!this.paused && this.sent - before < 1_000) this.emit('message', Buffer.from(String(++this.sent)));
    return this.sent - before;
  }
}

describe('messages of a subgraph', () => {
  test('are read no further than sixteen ahead of whoever looks at them, in order and all', async () => {
    const socket = new Fast();
    const stop = new AbortController();
    const messages = messagesOf(socket as unknown as WebSocket, stop.signal);
    const first = messages.next();
    expect(socket.flood()).toBe(16);
    const seen = [(await first).value];
    for (let count = 1; count < 16; count++) {
      expect(socket.flood()).toBe(0);
      seen.push((await messages.next()).value);
    }
    expect(socket.flood()).toBe(16);
    while (seen.length < 32) seen.push((await messages.next()).value);
    expect(seen).toEqual(Array.from({ length: 32 }, (_, index) => String(index + 1)));
    stop.abort();
    expect(await messages.next()).toEqual({ done: true, value: undefined });
  });
});
