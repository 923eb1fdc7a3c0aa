import { createServer } from 'node:http';
import { rowsOf } from '../toy/data.js';
import type { DataName } from '../toy/data.js';
import { CASES, QUERIES } from '../toy/queries.js';
import type { Case } from '../toy/queries.js';
import { askInProcess, askOverHttp, postOverHttp } from './ask.js';
import { BEST } from './best.js';
import { OWN_PLAN } from './ownPlan.js';

/**
 * A hand-written server: `node main.js <which> <port> <the subgraphs' urls as JSON, or a data set>`, which being `best`,
 * `plan` or `planInProcess`. It knows a query by the text of its whole request.
 */
const [which, port, given] = process.argv.slice(2);
const answer = answerOf();
const answers = new Map(CASES.map((name) => [JSON.stringify({ query: QUERIES[name] }), answer(name)]));
// Whoever starts us asks for `{ __typename }` until we listen.
const READY = Buffer.from('{"data":{"__typename":"Query"}}');

function answerOf(): (name: Case) => () => Promise<Buffer> {
  const parsed = given!.startsWith('{') ? (JSON.parse(given!) as Record<string, string>) : undefined;
  if (which === 'best') {
    const post = postOverHttp(parsed!);
    return (name) => () => BEST[name](post);
  }
  const ask = parsed ? askOverHttp(parsed) : askInProcess(rowsOf(given as DataName));
  return (name) => async () => Buffer.from(JSON.stringify({ data: await OWN_PLAN[name](ask) }));
}

createServer((request, response) => {
  let body = '';
  request.setEncoding('latin1');
  request.on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    const found = answers.get(body) ?? (async () => READY);
    found().then(
      (bytes) => {
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
