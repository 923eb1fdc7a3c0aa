import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { Doorkeeper } from './doorkeeper.mjs';

/** A partner's subgraph, whole: ratings of datasets. Change the schema and the resolvers; keep the doorkeeper. */
const { PARTNER_PORT = '4100', PARTNER_URL, PORT = '4000' } = process.env;
const { GATEWAY_URL = `http://127.0.0.1:${PORT}` } = process.env;
const url = PARTNER_URL ?? `http://127.0.0.1:${PARTNER_PORT}/graphql`;
const BODY_BYTES_MAX = 256 * 1024;

const ratings = new Map();

/** Stands for your database: the same made-up rating for a dataset each time. */
function ratingOf(id) {
  const [stars, raters] = createHash('sha256').update(id).digest();
  const rating = { dataset: { id }, stars: 1 + Math.round((stars / 255) * 40) / 10, raters };
  ratings.set(id, rating);
  return rating;
}

const schema = buildSubgraphSchema({
  typeDefs: parse(readFileSync(new URL('schema.graphql', import.meta.url), 'utf8')),
  resolvers: {
    Query: {
      acmeBestRated: (_, { first }) =>
        [...ratings.values()].sort((a, b) => b.stars - a.stars).slice(0, first),
    },
    Dataset: {
      // The key is all that you are given of a dataset. Who may see the rest of it, its owner decides.
      __resolveReference: ({ id }) => ({ id }),
      acmeRating: ({ id }) => ratingOf(id),
    },
  },
});

const doorkeeper = new Doorkeeper({ gatewayUrl: GATEWAY_URL, url });

async function bodyOf(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const server = createServer(async (request, response) => {
  const answer = (status, body) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  try {
    const body = await bodyOf(request);
    // Nobody but the gateway is answered. `viewer` is a pseudonym, if the operator grants you one.
    const { viewer } = await doorkeeper.admit(request, body);
    const { query, variables } = JSON.parse(body);
    answer(
      200,
      await graphql({ schema, source: query, variableValues: variables, contextValue: { viewer } }),
    );
  } catch (error) {
    console.error(error.message);
    answer(401, { errors: [{ message: 'This is answered to the gateway only.' }] });
  }
});

server.once('error', (error) => {
  console.error(`acme cannot answer at ${url}: ${error.message}. PARTNER_PORT says another port.`);
  process.exitCode = 1;
});
server.listen(Number(PARTNER_PORT), '127.0.0.1', () => console.log(`acme answers at ${url}`));
