import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

type Start = () => void;

/**
 * Lets the requests of a connection be worked on one after another, as RFC 9112 asks where one of them may change
 * something: so that no connection takes more than one place, and none has more than one answer waiting.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#name-pipelining
 */
export class Turns {
  /** Of each connection on which something is worked on, what waits behind it. */
  private readonly waiting = new WeakMap<Socket, Start[]>();

  /** @param waitingMax - a connection on which more wait is cut. */
  constructor(private readonly waitingMax: number) {}

  isTaken(socket: Socket): boolean {
    return this.waiting.has(socket);
  }

  /** @param start - called now or when all before it have been answered; never where the connection ends sooner. */
  take(socket: Socket, response: ServerResponse, start: Start): void {
    const begin = (): void => {
      response.once('close', () => this.next(socket));
      start();
    };
    const waiting = this.waiting.get(socket);
    if (!waiting) {
      this.waiting.set(socket, []);
      return begin();
    }
    if (waiting.push(begin) > this.waitingMax) socket.destroy();
    // Nothing more is read meanwhile than has come.
    else socket.pause();
  }

  private next(socket: Socket): void {
    const begin = socket.destroyed ? undefined : this.waiting.get(socket)?.shift();
    if (!begin) return void this.waiting.delete(socket);
    socket.resume();
    begin();
  }
}
