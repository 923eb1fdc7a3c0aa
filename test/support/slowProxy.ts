import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A way to a server of this machine that can be made slow. */
export interface SlowProxy {
  readonly port: number;
  /** Milliseconds by which every piece of an answer comes later; from now on. */
  delayMs: number;
  stop(): Promise<void>;
}

/** @param target - the path of the server's socket, asked for each connection: a server that is started anew may move. */
export async function startSlowProxy(target: () => string): Promise<SlowProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target());
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    near.pipe(far);
    // Timers of the same length fire in the order in which they were set.
    far.on('data', (piece: Buffer) => {
      if (proxy.delayMs === 0) near.write(piece);
      else setTimeout(() => near.write(piece), proxy.delayMs);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: SlowProxy = {
    port: (server.address() as AddressInfo).port,
    delayMs: 0,
    async stop() {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}
