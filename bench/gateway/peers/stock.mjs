/** Stock @apollo/gateway in Apollo Server's standalone front: `node stock.mjs <supergraph file> <port>`. */
process.env.APOLLO_TELEMETRY_DISABLED = '1';
import { readFileSync } from 'node:fs';

const { ApolloGateway } = await import('@apollo/gateway');
const { ApolloServer } = await import('@apollo/server');
const { startStandaloneServer } = await import('@apollo/server/standalone');

const [supergraph, port] = process.argv.slice(2);
const gateway = new ApolloGateway({ supergraphSdl: readFileSync(supergraph, 'utf8') });
await startStandaloneServer(new ApolloServer({ gateway, introspection: false }), {
  listen: { host: '127.0.0.1', port: Number(port) },
});
