import { readSettings, settingsSchema } from '../subgraphs/kit/settings.js';
import { requireFreePort } from '../subgraphs/kit/process/beforeWork.js';
import { runProcess } from '../subgraphs/kit/process/lifetime.js';
import { readArguments } from './arguments.js';
import { gatewaySettingsSchema } from './config.js';

async function start(aborted: AbortSignal): Promise<{ stop(): Promise<void> }> {
  const mode = readArguments(process.argv.slice(2));
  // Each is loaded when it is meant: the services take seconds that the engine alone need not wait for.
  if (mode.kind === 'cooperative') {
    const { startCooperative } = await import('./cooperative.js');
    return startCooperative(mode.alone, aborted);
  }
  const { readSupergraph, startStandalone } = await import('./standalone/standalone.js');
  const supergraphSdl = await readSupergraph(mode.file);
  const { HOST, PORT, LOG_LEVEL, METRICS_TOKEN } = readSettings(settingsSchema, process.env, [
    gatewaySettingsSchema,
  ]);
  const settings = {
    ...readSettings(gatewaySettingsSchema, process.env),
    HOST,
    PORT,
    LOG_LEVEL,
    METRICS_TOKEN,
  };
  const port = mode.port ?? PORT;
  await requireFreePort(mode.port === undefined ? 'PORT' : '--port', HOST, port);
  const gateway = await startStandalone({ supergraphSdl, settings: { ...settings, PORT: port } });
  console.log(`gateway ready at ${gateway.url}/graphql`);
  return gateway;
}

await runProcess(start);
