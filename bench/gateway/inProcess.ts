import { gatewaySettingsSchema } from '../../gateway/config.js';
import { readSupergraph, startStandalone } from '../../gateway/standalone/standalone.js';
import { readSettings, settingsSchema } from '../../subgraphs/kit/settings.js';
import { runProcess } from '../../subgraphs/kit/process/lifetime.js';
import { rowsOf } from './toy/data.js';
import type { DataName } from './toy/data.js';
import { ToyExecutor } from './toy/executor.js';
import { toySubgraphs } from './toy/subgraphs.js';

/** The engine alone with the toy subgraphs in its process: `node inProcess.js <supergraph file> <port> <data set>`. */
const [file, port, data] = process.argv.slice(2);

async function start(): Promise<{ stop(): Promise<void> }> {
  const { HOST, LOG_LEVEL } = readSettings(settingsSchema, process.env);
  const settings = { ...readSettings(gatewaySettingsSchema, process.env), HOST, LOG_LEVEL };
  const local = toySubgraphs(rowsOf(data as DataName)).map((subgraph) => {
    const executor = new ToyExecutor(subgraph);
    const execute = async ({ query, variables }: ToyRequest) => ({
      data: executor.execute(query, variables),
    });
    return [subgraph.name, { execute }] as const;
  });
  return startStandalone({
    supergraphSdl: await readSupergraph(file!),
    settings: { ...settings, PORT: Number(port) },
    local: new Map(local),
  });
}

interface ToyRequest {
  query: string;
  variables?: Record<string, unknown>;
}

await runProcess(start);
