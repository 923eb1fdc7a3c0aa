import { buildSubgraphSchema } from '@apollo/subgraph';
import { EventEmitter, on } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { execute, graphql, GraphQLError, parse, subscribe } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

export const PRODUCTS = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { products: [Product!]! }
  type Subscription { priceChanged(id: ID!): Product }
  type Product @key(fields: "id") { id: ID! price: Int }`;

/** What a subgraph of somebody's own speaks for subscriptions. */
export type Speaks = 'events' | 'events, with lines as HTTP has them' | 'WebSocket' | 'neither';

export interface Subscribable {
  readonly url: string;
  /** Headers or greeting of each subscription that was begun. */
  readonly begun: Record<string, unknown>[];
  /** Tells all who listen. */
  change(price: number | null): void;
  /** Ends all subscriptions as complete. */
  complete(): void;
  /** Breaks every connection. */
  cut(): void;
  listeners(): number;
  stop(): Promise<void>;
}

/** A subgraph as anybody might have one, over public libraries alone; its prices change as a test says. */
export async function subscribableSubgraph(speaks: Speaks, port = 0): Promise<Subscribable> {
  const emitter = new EventEmitter();
  const begun: Record<string, unknown>[] = [];
  const sockets = new Set<Socket>();
  const closing = new Set<AbortController>();
  const schema = buildSubgraphSchema({
    typeDefs: parse(PRODUCTS),
    resolvers: {
      Query: { products: () => [{ id: '1', price: 1 }] },
      Subscription: {
        priceChanged: {
          subscribe: (_: unknown, { id }: { id: string }) => {
            if (id === 'none') throw new GraphQLError('No such product.', { extensions: { code: 'GONE' } });
            return changes(id);
          },
        },
      },
      Product: {
        price: ({ price }: { price: number | null }) => {
          if (price === null) throw new GraphQLError('No price.', { extensions: { code: 'NO_PRICE' } });
          return price;
        },
      },
    },
  });

  /** Ends at once when it is told to: a generator would first wait for the next price. */
  function changes(id: string): AsyncIterableIterator<object> {
    const stop = new AbortController();
    const prices = on(emitter, 'price', { signal: stop.signal });
    closing.add(stop);
    const end = (): IteratorResult<object> => {
      closing.delete(stop);
      return { value: undefined, done: true };
    };
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: () =>
        prices.next().then(({ value, done }): IteratorResult<object> => {
          if (done) return end();
          const [price] = value as [number];
          return { value: { priceChanged: { id, price } } };
        }, end),
      return: () => prices.return!().then(end),
    };
  }

  async function stream(response: ServerResponse, asked: Asked): Promise<void> {
    const end = speaks === 'events' ? '\n' : '\r\n';
    const source = await subscribe(argumentsOf(asked));
    if (!(Symbol.asyncIterator in source)) return json(response, source);
    response.on('close', () => void source.return(undefined));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`:${end}${end}`);
    for await (const answer of source) {
      response.write(`event: next${end}data: ${JSON.stringify(answer)}${end}${end}`);
    }
    response.end(`event: complete${end}data:${end}${end}`);
  }

  const argumentsOf = ({ query, variables, operationName }: Asked) => ({
    schema,
    document: parse(query),
    variableValues: variables,
    operationName,
  });

  const server = createServer((request: IncomingMessage, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (request.method !== 'POST') return json(response, {}, 404);
      const asked = JSON.parse(body) as Asked;
      const wantsStream = request.headers.accept?.startsWith('text/event-stream');
      if (wantsStream && speaks.startsWith('events')) {
        begun.push({ ...request.headers });
        void stream(response, asked);
      } else if (wantsStream) {
        json(response, { errors: [{ message: 'Only queries and mutations here.' }] }, 400);
      } else {
        const { query: source, variables: variableValues, operationName } = asked;
        void graphql({ schema, source, variableValues, operationName }).then((answer) =>
          json(response, answer),
        );
      }
    });
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const websockets = speaks === 'WebSocket' ? new WebSocketServer({ server, path: '/graphql' }) : undefined;
  const serving =
    websockets &&
    useServer(
      {
        schema,
        execute,
        subscribe,
        onConnect: (context) => void begun.push({ ...context.connectionParams }),
      },
      websockets,
    );
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    begun,
    change: (price) => void emitter.emit('price', price),
    complete: () => closing.forEach((stop) => stop.abort()),
    cut: () => sockets.forEach((socket) => socket.destroy()),
    listeners: () => emitter.listenerCount('price'),
    async stop() {
      await serving?.dispose();
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

interface Asked {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}

function json(response: ServerResponse, answer: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer));
}
