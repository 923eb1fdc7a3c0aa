import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const LOOK_MS = 20;

/** How a server comes to its end: what is under way finishes within a time, and nothing else holds it up. */
export class Drain {
  /** Connections that have asked nothing yet, as clients keep in reserve; Node counts none of them as idle. */
  private readonly silent = new Set<Socket>();
  private ended: Promise<void> | undefined;

  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.silent.add(socket);
      socket.once('close', () => this.silent.delete(socket));
    });
  }

  get hasBegun(): boolean {
    return this.ended !== undefined;
  }

  /** To be called for every request, and for a connection that goes over to another protocol. */
  heard(socket: Socket): void {
    this.silent.delete(socket);
  }

  /** Takes no more requests, lets those in flight finish within the time, then cuts what is left. */
  end(withinMs: number): Promise<void> {
    this.ended ??= new Promise((done) => {
      const cut = setTimeout(() => this.server.closeAllConnections(), withinMs);
      // A connection that has been answered is idle only then, and its other end may ask again.
      const look = setInterval(() => this.server.closeIdleConnections(), LOOK_MS);
      this.server.close(() => {
        clearTimeout(cut);
        clearInterval(look);
        done();
      });
      for (const socket of this.silent) socket.destroy();
    });
    return this.ended;
  }
}
