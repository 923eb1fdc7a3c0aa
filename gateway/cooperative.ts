import 'reflect-metadata';
import { join } from 'node:path';
import { FileKeys } from '../subgraphs/kit/identity/keys.js';
import { openKeys } from '../subgraphs/kit/identity/ownedKeys.js';
import { databaseUrl, readSettings, settingsSchema } from '../subgraphs/kit/settings.js';
import type { Settings } from '../subgraphs/kit/settings.js';
import { leaveNoPostgresBehind } from '../subgraphs/kit/store/leftBehind.js';
import { locateDatabases } from '../subgraphs/kit/store/locate.js';
import { tracingSettingsSchema } from '../subgraphs/kit/tracing/settings.js';
import { startTracing } from '../subgraphs/kit/tracing/tracing.js';
import { Ending } from '../subgraphs/kit/process/ending.js';
import { createLogger } from '../subgraphs/kit/observability/logger.js';
import { announce } from './announce.js';
import { databasesOf, tryBeforeWork } from './beforeWork.js';
import { gatewaySettingsSchema, servesIde } from './config.js';
import { DEMO_HISTORY_SECONDS, demoOperator, loadDemo } from './demo.js';
import { startGateway } from './gateway.js';
import { connectServices, SERVICE_SETTINGS, startServices } from './services.js';
import { openGatewayDatabase } from './store/gatewayDatabase.js';
import { Waiting } from './waiting.js';

/**
 * @param alone - only the gateway, with the services in processes of their own; otherwise all in this process.
 * @param aborted - tells it to end early.
 */
export function startCooperative(alone: boolean, aborted: AbortSignal): Promise<{ stop(): Promise<void> }> {
  return Ending.of((ending) => start(alone, ending, aborted));
}

async function start(alone: boolean, ending: Ending, aborted: AbortSignal): Promise<object> {
  const waiting = new Waiting(aborted);
  ending.add(() => waiting.end());
  const all = [gatewaySettingsSchema, tracingSettingsSchema, ...SERVICE_SETTINGS];
  const given = readSettings(settingsSchema, process.env, all);
  ending.add(await tryBeforeWork(given, alone));
  const gatewaySettings = readSettings(gatewaySettingsSchema, process.env);
  const embedded = databasesOf(alone).some((owner) => !databaseUrl(given, owner));
  if (embedded) ending.add(leaveNoPostgresBehind(given.DATA_DIR));
  const databases = locateDatabases(given, aborted);
  ending.add(() => databases.stop());
  // It comes up while the demo's keys are made; whoever needs it hears whether it did.
  const gatewayUrl = databases.ownerUrl('gateway');
  gatewayUrl.catch(() => undefined);
  const settings = readSettings(settingsSchema, await waiting.for('the demo’s keys', () => withDemo()));
  // Where all run in this process, it is every owner.
  const name = alone ? 'gateway' : 'whole';
  ending.add(await startTracing(name, process.env, createLogger('gateway', settings.LOG_LEVEL)));
  const keys = alone ? openKeys(settings, 'gateway') : new FileKeys(join(settings.DATA_DIR, 'keys'));
  const services = await waiting.for('PostgreSQL and the services', () =>
    alone
      ? connectServices(settings, keys, aborted)
      : startServices({ settings, keys, databases, shutdown: aborted }),
  );
  ending.add(() => services.stop());
  const database = await waiting.for('the database of the gateway', async () =>
    openGatewayDatabase({ settings, keys, ownerUrl: await gatewayUrl }),
  );
  ending.add(() => database.destroy());
  const { transports, routes } = services;
  const gateway = await waiting.for('the gateway', () =>
    startGateway({ settings: { ...settings, ...gatewaySettings }, keys, transports, routes, database }),
  );
  waiting.end();
  ending.add(() => gateway.stop());
  announce(gateway.url, settings, { ide: servesIde(gatewaySettings) });
  if (!settings.DEMO) return {};
  const demo = loadDemo(settings, gateway.url);
  ending.add(() => demo.stop());
  demo.whole.then(
    (isWhole) => {
      if (isWhole) console.log('the demo world is whole');
    },
    (error: Error) => console.error(error.message),
  );
  return {};
}

/** In a demo the operator is one of the demo's people, and history begins in the past. */
async function withDemo(): Promise<NodeJS.ProcessEnv> {
  const settings: Settings = readSettings(settingsSchema, process.env);
  if (!settings.DEMO) return process.env;
  const operator = await demoOperator(settings.DATA_DIR);
  const given = {
    CLOCK_OFFSET_START_SECONDS: String(-DEMO_HISTORY_SECONDS),
    ...process.env,
    OPERATOR_DIDS: [...settings.OPERATOR_DIDS, operator].join(','),
  };
  // The services read settings of their own from the environment.
  Object.assign(process.env, given);
  return given;
}
