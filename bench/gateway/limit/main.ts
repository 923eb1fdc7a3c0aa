import { createServer } from 'node:http';
import { QUERIES } from '../toy/queries.js';
import type { Case } from '../toy/queries.js';
import { ANSWERS } from './answers.js';
import { askInProcess, askOverHttp } from './ask.js';

/** The limit: `node main.js <port> [<urls of the subgraphs, as JSON>]`; without urls the subgraphs are in this process. */
const [port, urls] = process.argv.slice(2);
const ask = urls ? askOverHttp(JSON.parse(urls) as Record<string, string>) : askInProcess();
const answers = new Map(
  Object.entries(QUERIES).map(([name, query]) => [query as string, ANSWERS[name as Case]]),
);

createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    const { query } = JSON.parse(body) as { query: string };
    // Whoever starts us asks for `{ __typename }` until we listen.
    const answer = answers.get(query) ?? (async () => ({ __typename: 'Query' }));
    answer(ask).then(
      (data) => {
        const bytes = Buffer.from(JSON.stringify({ data }));
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
        response.end(bytes);
      },
      (error: unknown) => {
        console.error(error);
        response.writeHead(500).end();
      },
    );
  });
}).listen(Number(port), '127.0.0.1');
