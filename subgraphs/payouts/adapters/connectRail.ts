import { serve } from '../../kit/http/http.js';
import type { Route } from '../../kit/http/http.js';
import type { Logger } from '../../kit/observability/logger.js';
import type { PayoutsSettings } from '../settings.js';
import { HttpRail } from './httpRail.js';
import type { PaymentPort } from './paymentPort.js';
import { RailSupervisor } from './railSupervisor.js';
import type { RailProcess } from './railSupervisor.js';
import { WEBHOOK_PATH } from './webhookRoute.js';

export interface Rail {
  readonly port: PaymentPort;
  /** Checks the rail's webhooks; undefined until it is known. */
  readonly publicKey: () => string | undefined;
  /** Has the rail tell its events to that route. @returns what ends it. */
  readonly connect: (webhooks: Route) => Promise<() => Promise<void>>;
}

export interface RailOptions {
  settings: PayoutsSettings;
  /** Where the sandbox keeps its file. */
  directory: string;
  /** What the sandbox asks of callers. */
  token: Buffer;
  logger: Logger;
  /** Aborted when this process was told to stop. */
  shutdown: AbortSignal;
}

/** The rail at RAIL_URL, or else the sandbox, as a process of ours. */
export function connectRail(options: RailOptions): Rail {
  const { RAIL_URL: url, RAIL_TOKEN: token, RAIL_PUBLIC_KEY: publicKey } = options.settings;
  return url && token && publicKey ? remoteRail({ url, token }, publicKey) : sandboxRail(options);
}

/** Its operator has told it where our webhooks are: the route of this service, at our public address. */
function remoteRail(address: { url: string; token: string }, publicKey: string): Rail {
  return {
    port: new HttpRail(() => address),
    publicKey: () => publicKey,
    connect: () => Promise.resolve(() => Promise.resolve()),
  };
}

function sandboxRail({ settings, directory, token: secret, logger, shutdown }: RailOptions): Rail {
  const token = secret.toString('base64url');
  let running: RailProcess | undefined;
  const port = new HttpRail(() => running && { url: running.url, token });
  return {
    port,
    publicKey: () => running?.publicKey,
    async connect(webhooks) {
      // The sandbox is on this machine, so its webhooks come in by a door of their own on loopback: the house
      // works the same whether or not anything else of it listens.
      const door = await serve([webhooks], '127.0.0.1', 0, (error) =>
        logger.error({ err: error }, 'a webhook failed; the rail sends it again'),
      );
      const supervisor = new RailSupervisor({
        directory,
        token,
        mischief: settings.RAIL_MISCHIEF === 'true',
        logger,
        shutdown,
        async onStart(rail) {
          running = rail;
          await port.register(`${door.url}${WEBHOOK_PATH}`);
        },
      });
      const disconnect = async (): Promise<void> => {
        await supervisor.stop();
        await door.stop();
      };
      try {
        await supervisor.start();
      } catch (error) {
        await disconnect();
        throw error;
      }
      return disconnect;
    },
  };
}
