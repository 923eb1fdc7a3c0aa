import { openKeys } from '../identity/ownedKeys.js';
import { databaseUrl, readSettings, servicePort, serviceUrl, settingsSchema } from '../settings.js';
import { leaveNoPostgresBehind } from '../store/leftBehind.js';
import { locateDatabases } from '../store/locate.js';
import { notifierFor } from '../live/notifierFor.js';
import { tracingSettingsSchema } from '../tracing/settings.js';
import { startTracing } from '../tracing/tracing.js';
import { requireDatabases, requireFreePort } from '../process/beforeWork.js';
import { Ending } from '../process/ending.js';
import { serve } from '../http/http.js';
import { createLogger } from '../observability/logger.js';
import { runProcess } from '../process/lifetime.js';
import { routesOf } from '../wire/procedures.js';
import { connectRemote } from '../wire/remote.js';
import type { StartService } from './service.js';
import { ServiceMetrics } from './serviceMetrics.js';
import { SERVICE_NAMES } from '../contracts/serviceNames.js';
import type { ServiceName } from '../contracts/serviceNames.js';

/**
 * Runs one service as a process of its own: the same code, with the others reached over HTTP.
 *
 * @param notice - what whoever starts it is told beside that it is ready.
 */
export function runAlone(name: ServiceName, start: StartService, notice?: string): Promise<void> {
  return runProcess(async (aborted) => {
    const running = await Ending.of((ending) => startAlone({ name, start, ending, aborted }));
    if (notice !== undefined) console.log(notice);
    return running;
  });
}

interface Alone {
  name: ServiceName;
  start: StartService;
  ending: Ending;
  aborted: AbortSignal;
}

async function startAlone({ name, start, ending, aborted }: Alone): Promise<object> {
  const settings = readSettings(settingsSchema, process.env, [tracingSettingsSchema, ...start.settings]);
  await requireFreePort(`PORT_${name.toUpperCase()}`, settings.HOST, servicePort(settings, name));
  await requireDatabases(settings, [name]);
  aborted.throwIfAborted();
  const keys = openKeys(settings, name);
  if (!databaseUrl(settings, name)) ending.add(leaveNoPostgresBehind(settings.DATA_DIR));
  const databases = locateDatabases(settings, aborted);
  ending.add(() => databases.stop());
  const logger = createLogger(name, settings.LOG_LEVEL);
  ending.add(await startTracing(name, process.env, logger));
  const others = SERVICE_NAMES.filter((other) => other !== name);
  const remotes = new Map(
    others.map((other) => [other, connectRemote(other, serviceUrl(settings, other), name, keys)]),
  );
  ending.add(() => Promise.all([...remotes.values()].map((remote) => remote.close())));
  const notifier = notifierFor(settings, logger);
  ending.add(() => notifier.close());
  const ownerUrl = await databases.ownerUrl(name);
  aborted.throwIfAborted();
  const service = await start({ settings, keys, ownerUrl, notifier, shutdown: aborted });
  ending.add(() => service.stop());
  aborted.throwIfAborted();
  await service.connect({
    feed: (source) => remotes.get(source)!.feed,
    log: (source) => remotes.get(source)!.log,
  });
  const metrics = new ServiceMetrics(service);
  ending.add(() => metrics.stop());
  const routes = routesOf({ service, keys, logger, metrics, metricsToken: settings.METRICS_TOKEN });
  const server = await serve(routes, settings.HOST, servicePort(settings, name), (error) =>
    logger.error({ err: error }, 'a request failed'),
  );
  ending.add(() => server.stop());
  ending.add(() => service.endWaits());
  // Only now, when others can greet us: of two that start together, one finds out.
  await Promise.all([...remotes.values()].map((remote) => remote.greet()));
  console.log(`${name} ready at ${server.url}`);
  return {};
}
