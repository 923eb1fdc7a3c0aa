import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Logger } from '../observability/logger.js';
import { notifierInProcess } from './journalNotifier.js';
import type { JournalNotifier } from './journalNotifier.js';

const RECONNECT_MS = 1_000;
const POSITION = /^[1-9]\d{0,18}$/;

interface NatsNotifierOptions {
  /** `nats://host:port`, several parted by commas. */
  url: string;
  /** First part of every subject: another for each installation that shares a server. */
  prefix: string;
  logger: Logger;
}

/**
 * Between processes, over NATS: subject `<prefix>.journal.<service>`, the position as decimal text. A server that is
 * away is tried for ever, and nobody waits for it: readers look by themselves meanwhile.
 */
export function notifierOverNats({ url, prefix, logger }: NatsNotifierOptions): JournalNotifier {
  const heard = notifierInProcess();
  const subjectOf = (service: string): string => `${prefix}.journal.${service}`;
  const listening = new Set<string>();
  const closing = new AbortController();
  let connection: NatsConnection | undefined;
  let connected = false;

  /** While the server is away nothing is kept for it: it would hear of what everybody has found. */
  async function watch(made: NatsConnection): Promise<void> {
    for await (const { type } of made.status()) {
      if (type === 'disconnect' || type === 'close') connected = false;
      if (type === 'reconnect') connected = true;
    }
    connected = false;
  }

  function listen(to: NatsConnection, service: string): void {
    to.subscribe(subjectOf(service), {
      callback(error, message) {
        if (error) return logger.warn({ err: error, service }, 'a wake could not be heard');
        const position = message.string();
        // Anybody on this network may write here; a lie costs a look at the journal.
        if (POSITION.test(position)) heard.tell(service, BigInt(position));
      },
    });
  }

  /** The library's own way of waiting for a first connection cannot be called off. */
  async function open(): Promise<void> {
    let warned = false;
    while (!closing.signal.aborted) {
      try {
        const options = { servers: url.split(','), noEcho: true, maxReconnectAttempts: -1 };
        const made = await connect({ ...options, reconnectTimeWait: RECONNECT_MS });
        if (closing.signal.aborted) return await made.close();
        connection = made;
        connected = true;
        void watch(made);
        for (const service of listening) listen(made, service);
        return;
      } catch (error) {
        if (!warned) logger.warn({ err: error }, 'NATS cannot be reached; journals are only looked at');
        warned = true;
        const { signal } = closing;
        await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }
  const opened = open();

  return {
    tell(service, position) {
      if (connected) connection?.publish(subjectOf(service), String(position));
    },
    hear(service, listener) {
      if (connection && !listening.has(service)) listen(connection, service);
      listening.add(service);
      return heard.hear(service, listener);
    },
    async close() {
      closing.abort();
      connected = false;
      await opened;
      await Promise.all([heard.close(), connection?.close()]);
    },
  };
}
