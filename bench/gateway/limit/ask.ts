import { Pool } from 'undici';
import { ToyExecutor } from '../toy/executor.js';
import { toySubgraphs } from '../toy/subgraphs.js';

type Data = Record<string, unknown>;
/** Asks a subgraph and gives its `data`. */
export type Ask = (subgraph: string, query: string, variables?: object) => Data | Promise<Data>;

const CONNECTIONS_PER_SUBGRAPH = 16;

/** Over HTTP in the cheapest way that Node offers: a kept pool, a small handler, one parse of the text. */
export function askOverHttp(urls: Readonly<Record<string, string>>): Ask {
  const ways = new Map(
    Object.entries(urls).map(([name, url]) => {
      const { origin, pathname } = new URL(url);
      return [name, { pool: new Pool(origin, { connections: CONNECTIONS_PER_SUBGRAPH }), path: pathname }];
    }),
  );
  return (subgraph, query, variables) => {
    const { pool, path } = ways.get(subgraph)!;
    return new Promise((done, fail) => {
      const chunks: Buffer[] = [];
      pool.dispatch(
        {
          path,
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query, variables }),
        },
        {
          onRequestStart() {},
          onResponseData: (_controller, chunk) => void chunks.push(chunk),
          onResponseEnd() {
            const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
            done((JSON.parse(bytes.toString()) as { data: Data }).data);
          },
          onResponseError: (_controller, error) => fail(error),
        },
      );
    });
  };
}

/** A call in this process: no text on the way. */
export function askInProcess(): Ask {
  const executors = new Map(toySubgraphs.map((subgraph) => [subgraph.name, new ToyExecutor(subgraph)]));
  return (subgraph, query, variables) =>
    executors.get(subgraph)!.execute(query, variables as Record<string, unknown> | undefined);
}
