import 'reflect-metadata';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatewaySettingsSchema } from '../../gateway/config.js';
import { startGateway } from '../../gateway/gateway.js';
import { openGatewayDatabase } from '../../gateway/store/gatewayDatabase.js';
import { FileKeys } from '../../subgraphs/kit/identity/keys.js';
import type { LogPort } from '../../subgraphs/kit/journal/logPort.js';
import { readSettings, settingsSchema } from '../../subgraphs/kit/settings.js';
import { locateDatabases } from '../../subgraphs/kit/store/locate.js';
import type { ServiceTransport } from '../../subgraphs/kit/wire/transport.js';
import type { ServiceName } from '../../subgraphs/kit/contracts/serviceNames.js';
import { BENCH_DID, benchTokens } from '../tokens.js';
import { serveSwaps } from './child.js';
import { grown, materialOf } from './supergraphs.js';
import type { Size } from './supergraphs.js';

/** The whole gateway with its registry; a swap is what an operator publishes, from the request to its answer. */
const material = await materialOf(process.argv[2] as Size);
let parts = material.parts;

const transports = parts.map(({ name }): ServiceTransport => ({
  name: name as ServiceName,
  sdl: () => Promise.resolve(parts.find((part) => part.name === name)!.sdl),
  ready: () => Promise.resolve(true),
  execute: () => Promise.resolve({ data: null }),
  log: { verifierKey: () => Promise.resolve('bench') } as unknown as LogPort,
}));

const dataDir = mkdtempSync(join(tmpdir(), 'bench-swap-'));
chmodSync(dataDir, 0o755);
const environment = { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error', OPERATOR_DIDS: BENCH_DID };
const settings = readSettings(settingsSchema, environment);
const databases = locateDatabases(settings);
const keys = new FileKeys(join(dataDir, 'keys'));
const database = await openGatewayDatabase({
  settings,
  keys,
  ownerUrl: await databases.ownerUrl('gateway'),
});
const tokens = benchTokens();
const gateway = await startGateway({
  settings: { ...settings, ...readSettings(gatewaySettingsSchema, environment) },
  keys,
  transports,
  routes: [],
  database,
  tokens,
});

async function swap(): Promise<void> {
  parts = parts === material.parts ? grown(material.parts) : material.parts;
  const answer = await fetch(`${gateway.url}/registry/publish`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens.token()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subgraph: 'governance', force: true }),
  });
  const { outcome, generation, running } = (await answer.json()) as Record<string, unknown>;
  if (outcome !== 'published' || generation !== running) throw new Error(`not swapped: ${answer.status}`);
}

async function stop(): Promise<void> {
  await gateway.stop();
  await database.destroy();
  await databases.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

serveSwaps(`${gateway.url}/graphql`, swap, stop);
