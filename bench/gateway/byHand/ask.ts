import { Pool } from 'undici';
import { ToyExecutor } from '../toy/executor.js';
import { toySubgraphs } from '../toy/subgraphs.js';
import type { ToyRows } from '../toy/data.js';

type Data = Record<string, unknown>;
/** Asks a subgraph and gives its `data`. */
export type Ask = (subgraph: string, query: string, variables?: object) => Data | Promise<Data>;
/** Sends a subgraph the body of a request and gives that of its answer. */
export type Post = (subgraph: string, body: string | Buffer) => Promise<Buffer>;

const CONNECTIONS_PER_SUBGRAPH = 16;

/** Over HTTP in the cheapest way that undici offers: a kept pool and a small handler. */
export function postOverHttp(urls: Readonly<Record<string, string>>): Post {
  const ways = new Map(
    Object.entries(urls).map(([name, url]) => {
      const { origin, pathname } = new URL(url);
      return [name, { pool: new Pool(origin, { connections: CONNECTIONS_PER_SUBGRAPH }), path: pathname }];
    }),
  );
  return (subgraph, body) => {
    const { pool, path } = ways.get(subgraph)!;
    return new Promise((done, fail) => {
      const chunks: Buffer[] = [];
      pool.dispatch(
        { path, method: 'POST', headers: { 'content-type': 'application/json' }, body },
        {
          onRequestStart() {},
          onResponseData: (_controller, chunk) => void chunks.push(chunk),
          onResponseEnd: () => done(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)),
          onResponseError: (_controller, error) => fail(error),
        },
      );
    });
  };
}

/** With one parse of the text. */
export function askOverHttp(urls: Readonly<Record<string, string>>): Ask {
  const post = postOverHttp(urls);
  return async (subgraph, query, variables) => {
    const bytes = await post(subgraph, JSON.stringify({ query, variables }));
    return (JSON.parse(bytes.toString()) as { data: Data }).data;
  };
}

/** A call in this process: no text on the way. */
export function askInProcess(rows: ToyRows): Ask {
  const executors = new Map(toySubgraphs(rows).map((subgraph) => [subgraph.name, new ToyExecutor(subgraph)]));
  return (subgraph, query, variables) =>
    executors.get(subgraph)!.execute(query, variables as Record<string, unknown> | undefined);
}
