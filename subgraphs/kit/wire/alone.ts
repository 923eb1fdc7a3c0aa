import { join } from 'node:path';
import { FileKeys } from '../identity/keys.js';
import { databaseUrl, readSettings, servicePort, serviceUrl, settingsSchema } from '../settings.js';
import { leaveNoPostgresBehind } from '../store/leftBehind.js';
import { locateDatabases } from '../store/locate.js';
import { wakesFor } from '../live/wakesFor.js';
import { requireDatabases, requireFreePort } from './beforeWork.js';
import { Ending } from './ending.js';
import { serve } from './http.js';
import { createLogger } from './logger.js';
import { runProcess } from './lifetime.js';
import { routesOf } from './procedures.js';
import { connectRemote } from './remote.js';
import type { StartService } from './service.js';
import { SERVICE_NAMES } from './transport.js';
import type { ServiceName } from './transport.js';

/** Runs one service as a process of its own: the same code, with the others reached over HTTP. */
export function runAlone(name: ServiceName, start: StartService): Promise<void> {
  return runProcess((aborted) => Ending.of((ending) => startAlone({ name, start, ending, aborted })));
}

interface Alone {
  name: ServiceName;
  start: StartService;
  ending: Ending;
  aborted: AbortSignal;
}

async function startAlone({ name, start, ending, aborted }: Alone): Promise<object> {
  const settings = readSettings(settingsSchema, process.env, start.settings);
  await requireFreePort(`PORT_${name.toUpperCase()}`, settings.HOST, servicePort(settings, name));
  await requireDatabases(settings, [name]);
  aborted.throwIfAborted();
  const keys = new FileKeys(join(settings.DATA_DIR, 'keys'));
  if (!databaseUrl(settings, name)) ending.add(leaveNoPostgresBehind(settings.DATA_DIR));
  const databases = locateDatabases(settings);
  ending.add(() => databases.stop());
  const logger = createLogger(name, settings.LOG_LEVEL);
  const others = SERVICE_NAMES.filter((other) => other !== name);
  const remotes = new Map(
    others.map((other) => [other, connectRemote(other, serviceUrl(settings, other), name, keys)]),
  );
  ending.add(() => Promise.all([...remotes.values()].map((remote) => remote.close())));
  const wakes = wakesFor(settings, logger);
  ending.add(() => wakes.close());
  const ownerUrl = await databases.ownerUrl(name);
  aborted.throwIfAborted();
  const service = await start({ settings, keys, ownerUrl, wakes });
  ending.add(() => service.stop());
  aborted.throwIfAborted();
  await service.connect({
    feed: (source) => remotes.get(source)!.feed,
    log: (source) => remotes.get(source)!.log,
  });
  const routes = routesOf(service, keys, logger);
  const server = await serve(routes, settings.HOST, servicePort(settings, name), (error) =>
    logger.error({ err: error }, 'a request failed'),
  );
  ending.add(() => server.stop());
  ending.add(() => service.endWaits());
  console.log(`${name} ready at ${server.url}`);
  return {};
}
