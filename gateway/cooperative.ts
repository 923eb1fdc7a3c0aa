import 'reflect-metadata';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { FileKeys } from '../subgraphs/kit/identity/keys.js';
import { readSettings, settingsSchema } from '../subgraphs/kit/settings.js';
import type { Settings } from '../subgraphs/kit/settings.js';
import { locateDatabases } from '../subgraphs/kit/store/locate.js';
import { announce } from './announce.js';
import { gatewaySettingsSchema, servesIde } from './config.js';
import { DEMO_HISTORY_SECONDS, demoOperator, loadDemo } from './demo.js';
import { startGateway } from './gateway.js';
import type { RunningGateway } from './gateway.js';
import { connectServices, startServices } from './services.js';
import { openGatewayDatabase } from './store/gatewayDatabase.js';

/** @param alone - only the gateway, with the services in processes of their own; otherwise all in this process. */
export async function startCooperative(alone: boolean): Promise<{ stop(): Promise<void> }> {
  const environment = await withDemo(process.env);
  const settings = readSettings(settingsSchema, environment);
  const gatewaySettings = readSettings(gatewaySettingsSchema, environment);
  const keys = new FileKeys(join(settings.DATA_DIR, 'keys'));
  const services = alone ? await connectServices(settings, keys) : await startServices(settings, keys);
  const databases = locateDatabases(settings);
  let database: DataSource | undefined;
  const close = async (): Promise<void> => {
    await database?.destroy();
    await databases.stop();
    await services.stop();
  };
  const gateway = await startWith().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  async function startWith(): Promise<RunningGateway> {
    const ownerUrl = await databases.ownerUrl('gateway');
    database = await openGatewayDatabase({ settings, keys, ownerUrl });
    const { transports, routes } = services;
    return startGateway({
      settings: { ...settings, ...gatewaySettings },
      keys,
      transports,
      routes,
      database,
    });
  }
  announce(gateway.url, settings, { ide: servesIde(gatewaySettings) });
  const demo = settings.DEMO ? loadDemo(settings.DATA_DIR, gateway.url) : undefined;
  demo?.whole.then(
    () => console.log('the demo world is whole'),
    (error: Error) => console.error(error.message),
  );
  return {
    async stop() {
      demo?.stop();
      await gateway.stop();
      await close();
    },
  };
}

/** In a demo the operator is one of the demo's people, and history begins in the past. */
async function withDemo(environment: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const settings: Settings = readSettings(settingsSchema, environment);
  if (!settings.DEMO) return environment;
  const operator = await demoOperator(settings.DATA_DIR);
  const given = {
    CLOCK_OFFSET_START_SECONDS: String(-DEMO_HISTORY_SECONDS),
    ...environment,
    OPERATOR_DIDS: [...settings.OPERATOR_DIDS, operator].join(','),
  };
  // The services read settings of their own from the environment.
  Object.assign(process.env, given);
  return given;
}
