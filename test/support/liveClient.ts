import { once } from 'node:events';
import { WebSocket } from 'ws';
import { readEvents } from '../../subgraphs/kit/wire/events.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads answers of many shapes
type Answer = { data?: any; errors?: { message: string; extensions: Record<string, unknown> }[] };

export interface Message {
  type: string;
  id?: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  payload?: any;
}

/** A WebSocket to a gateway's `/graphql`, message by message. */
export class LiveClient {
  private readonly received: Message[] = [];
  private wake: (() => void) | undefined;
  /** With what it was closed. */
  closed: { code: number; reason: string } | undefined;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.received.push(JSON.parse(data.toString()) as Message);
      this.wake?.();
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.wake?.();
    });
    socket.on('error', () => undefined);
  }

  /** Opens the socket and says nothing yet. */
  static async open(
    url: string,
    options: { protocol?: string; headers?: Record<string, string> } = {},
  ): Promise<LiveClient> {
    const { protocol = 'graphql-transport-ws', headers = {} } = options;
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol, { headers });
    const client = new LiveClient(socket);
    await once(socket, 'open');
    return client;
  }

  /** Opens and signs in. */
  static async signedIn(url: string, token?: string): Promise<LiveClient> {
    const client = await LiveClient.open(url);
    client.send({ type: 'connection_init', ...(token && { payload: { authorization: `Bearer ${token}` } }) });
    const answer = await client.next();
    if (answer?.type !== 'connection_ack') {
      throw new Error(`not acknowledged: ${JSON.stringify(answer ?? client.closed)}`);
    }
    return client;
  }

  send(message: Message): void {
    this.socket.send(JSON.stringify(message));
  }

  ask(id: string, query: string, variables: Record<string, unknown> = {}): void {
    this.send({ type: 'subscribe', id, payload: { query, variables } });
  }

  /** The next message; undefined when the socket closes before one comes. */
  async next(): Promise<Message | undefined> {
    for (;;) {
      const message = this.received.shift();
      if (message || this.closed) return message;
      await new Promise<void>((wake) => (this.wake = wake));
    }
  }

  /** With what the other end closes it; messages before that are passed over. */
  async closing(): Promise<{ code: number; reason: string }> {
    while (!this.closed) {
      this.received.length = 0;
      await new Promise<void>((wake) => (this.wake = wake));
    }
    return this.closed;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    // At once, even if it does not read.
    this.socket.terminate();
    await once(this.socket, 'close');
  }
}

/** A stream of server-sent events from a gateway. */
export interface LiveStream {
  readonly response: Response;
  /** The next answer; `complete` when it was said that no more comes, undefined when it broke off. */
  next(): Promise<Answer | 'complete' | undefined>;
  close(): void;
}

export async function openStream(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  { headers = {}, path = '/graphql/stream', method = 'POST' }: StreamOptions = {},
): Promise<LiveStream> {
  const leaving = new AbortController();
  const body = JSON.stringify({ query, variables });
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const response = await fetch(`${url}${path}${method === 'GET' ? `?${search.toString()}` : ''}`, {
    method,
    headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body }),
    signal: leaving.signal,
  });
  const events = readEvents(response.body as unknown as AsyncIterable<Uint8Array>, 2 ** 24);
  return {
    response,
    async next() {
      const { value, done } = await events.next().catch(() => ({ value: undefined, done: true }) as const);
      if (done || !value) return undefined;
      return value.event === 'complete' ? 'complete' : (JSON.parse(value.data) as Answer);
    },
    close: () => leaving.abort(),
  };
}

interface StreamOptions {
  headers?: Record<string, string>;
  path?: string;
  method?: 'GET' | 'POST';
}
