import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rowsOf } from './data.js';
import type { DataName } from './data.js';
import { ToyExecutor } from './executor.js';
import { toySubgraphs } from './subgraphs.js';

/**
 * The toy subgraphs, each on a port of its own, in one process. An answer is made once for each request body, since the
 * rows never change: what is left is Node's own HTTP. `node server.js <data set>` writes `{"name": "url", …}` when it
 * listens.
 */
const ANSWERS_MAX = 10_000;
const KEEP_ALIVE_MS = 600_000;

interface ToyRequest {
  query: string;
  variables?: Record<string, unknown>;
}

function serve(executor: ToyExecutor): Promise<string> {
  const answers = new Map<string, Buffer>();
  const answer = (body: string): Buffer => {
    const known = answers.get(body);
    if (known) return known;
    const { query, variables } = JSON.parse(body) as ToyRequest;
    const made = Buffer.from(JSON.stringify({ data: executor.execute(query, variables) }));
    if (answers.size < ANSWERS_MAX) answers.set(body, made);
    return made;
  };
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      try {
        const bytes = answer(body);
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
        response.end(bytes);
      } catch (error) {
        console.error(executor.subgraph.name, body, error);
        response.writeHead(400).end();
      }
    });
  };
  return new Promise((done) => {
    const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, handle);
    server.listen(0, '127.0.0.1', () =>
      done(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`),
    );
  });
}

const rows = rowsOf(process.argv[2] as DataName);
const urls = await Promise.all(
  toySubgraphs(rows).map(async (subgraph) => [subgraph.name, await serve(new ToyExecutor(subgraph))]),
);
console.log(JSON.stringify(Object.fromEntries(urls)));
