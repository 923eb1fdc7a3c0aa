process.env.APOLLO_TELEMETRY_DISABLED = '1';
import { apolloComposer } from '../../gateway/supergraph/compose.js';
import { serveSwaps } from './child.js';
import { grown, materialOf } from './supergraphs.js';
import type { Size } from './supergraphs.js';

/** Stock `@apollo/gateway` in Apollo Server, told of supergraphs that are already composed. */
const { ApolloGateway, RemoteGraphQLDataSource } = await import('@apollo/gateway');
const { ApolloServer } = await import('@apollo/server');
const { startStandaloneServer } = await import('@apollo/server/standalone');

class Nothing extends RemoteGraphQLDataSource {
  override process(): Promise<{ data: null }> {
    return Promise.resolve({ data: null });
  }
}

const { parts } = await materialOf(process.argv[2] as Size);
const supergraphs = [apolloComposer.compose(parts), apolloComposer.compose(grown(parts))] as const;
let update: (supergraphSdl: string) => void = () => undefined;
const gateway = new ApolloGateway({
  supergraphSdl: (given) => {
    ({ update } = given);
    return Promise.resolve({ supergraphSdl: supergraphs[0] });
  },
  buildService: () => new Nothing(),
});
const server = new ApolloServer({ gateway });
const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
let count = 0;
serveSwaps(
  url,
  async () => {
    count += 1;
    update(supergraphs[count % 2]!);
    await Promise.resolve();
  },
  () => server.stop(),
);
