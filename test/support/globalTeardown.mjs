import { rmSync } from 'node:fs';

export default async function tearDown() {
  const cluster = globalThis.testCluster;
  await cluster?.postgres.stop();
  if (cluster) rmSync(cluster.dataDir, { recursive: true, force: true });
}
