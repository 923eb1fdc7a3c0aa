import { join } from 'node:path';
import { FileKeys } from '../identity/keys.js';
import { readSettings, servicePort, serviceUrl, settingsSchema } from '../settings.js';
import { locateDatabases } from '../store/locate.js';
import { wakesFor } from '../live/wakesFor.js';
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
  return runProcess(async () => {
    const settings = readSettings(settingsSchema, process.env);
    const keys = new FileKeys(join(settings.DATA_DIR, 'keys'));
    const databases = locateDatabases(settings);
    const logger = createLogger(name, settings.LOG_LEVEL);
    const wakes = wakesFor(settings, logger);
    const service = await start({ settings, keys, ownerUrl: await databases.ownerUrl(name), wakes });
    const others = SERVICE_NAMES.filter((other) => other !== name);
    const remotes = new Map(
      others.map((other) => [other, connectRemote(other, serviceUrl(settings, other), name, keys)]),
    );
    await service.connect({
      feed: (source) => remotes.get(source)!.feed,
      log: (source) => remotes.get(source)!.log,
    });
    const routes = routesOf(service, keys, logger);
    const server = await serve(routes, settings.HOST, servicePort(settings, name), (error) =>
      logger.error({ err: error }, 'a request failed'),
    );
    console.log(`${name} ready at ${server.url}`);
    return {
      async stop() {
        service.endWaits();
        await server.stop();
        await service.stop();
        await wakes.close();
        await Promise.all([...remotes.values()].map((remote) => remote.close()));
        await databases.stop();
      },
    };
  });
}
