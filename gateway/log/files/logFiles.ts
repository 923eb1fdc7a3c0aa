import { DomainError } from '../../../subgraphs/kit/errors/define.js';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import type { HttpAnswer, HttpRequest, Route } from '../../../subgraphs/kit/http/http.js';
import type { LogPort } from '../../../subgraphs/kit/journal/logPort.js';
import type { ServiceTransport } from '../../../subgraphs/kit/wire/transport.js';
import type { ServiceName } from '../../../subgraphs/kit/contracts/serviceNames.js';
import { ERRORS } from '../../errors.js';
import type { Callers } from '../../guard/rate/callers.js';
import { refusal } from '../../observability/refusal.js';
import type { LogReads } from '../logReads.js';
import { entryBundle } from './entryBundle.js';
import type { FileCache } from './fileCache.js';
import { logFileAt, TILE_WIDTH } from './filePath.js';
import type { LogFile } from './filePath.js';
import { LOG_LIST_PATH, readLogList } from './logList.js';

export interface LogFilesOptions {
  transports: readonly Pick<ServiceTransport, 'name' | 'log'>[];
  reads: LogReads;
  cache: FileCache;
  callers: Pick<Callers, 'addressOf'>;
  /** Milliseconds that a reader waits for their turn. */
  waitMs: number;
  /** Under which clients reach the gateway. */
  publicUrl: string;
}

/** A file that will never be another one. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** A head is outgrown in seconds. */
const FOR_NOW = 'public, max-age=2';
const FOR_A_MINUTE = 'public, max-age=60';
/** Anybody's page may read what anybody may read. */
const PUBLIC = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };

/**
 * The logs of all services as files (C2SP tlog-tiles), and where they and their keys are found. Whoever reads them waits
 * in the same lines as readers of the log by GraphQL do, address by address.
 */
export function logFileRoutes(options: LogFilesOptions): Route[] {
  const { reads, callers, waitMs: withinMs } = options;
  const logs = new Map(options.transports.map(({ name, log }) => [name, log]));
  const ask = <T>(
    { address, headers }: HttpRequest,
    service: ServiceName,
    what: readonly unknown[],
    read: (log: LogPort) => Promise<T>,
  ): Promise<T> => {
    const caller = callers.addressOf(address, headers['x-forwarded-for']);
    return reads.ask({ service, caller, session: '', what, withinMs }, () => read(logs.get(service)!));
  };

  const file = async (request: HttpRequest): Promise<HttpAnswer> => {
    const found = logFileAt(request.path);
    if (!found) throw refusal(ERRORS.NO_SUCH_PATH.raise('No file of a log has this path.'), 404);
    const { service, cooperative } = found;
    if (found.kind === 'checkpoint') {
      const head = await ask(request, service, ['checkpoint', cooperative], (log) =>
        log.checkpoint(cooperative),
      );
      if (!head) throw COMMON.NOT_FOUND.raise('This log is empty.');
      return { status: 200, headers: headersOf('text/plain; charset=utf-8', FOR_NOW), body: head.note };
    }
    const read = () => ask(request, service, ['file', request.path], (log) => bytesOf(found, log));
    // Few ask for a tile that is not full after its log has grown.
    const body = found.width < TILE_WIDTH ? await read() : await options.cache.get(request.path, read);
    return { status: 200, headers: headersOf('application/octet-stream', FOR_EVER), body };
  };
  const list = async (request: HttpRequest): Promise<HttpAnswer> => {
    const body = await readLogList(request.query, options.publicUrl, (service, what, read) =>
      ask(request, service, what, read),
    );
    return { status: 200, headers: headersOf('application/json; charset=utf-8', FOR_A_MINUTE), body };
  };
  return [
    { method: 'GET', path: '/log/*', bodyBytesMax: 0, handle: refusing(file) },
    { method: 'GET', path: LOG_LIST_PATH, bodyBytesMax: 0, handle: refusing(list) },
  ];
}

async function bytesOf(file: Exclude<LogFile, { kind: 'checkpoint' }>, log: LogPort): Promise<Buffer> {
  const { cooperative, index, width } = file;
  if (file.kind === 'entries') return entryBundle(await log.leaves({ cooperative, index, width }));
  return Buffer.from(await log.tile({ cooperative, level: file.level, index, width }), 'base64');
}

function headersOf(type: string, cacheControl: string): Record<string, string> {
  return { 'content-type': type, 'cache-control': cacheControl, ...PUBLIC };
}

const STATUS: Readonly<Record<string, number>> = {
  [COMMON.NOT_FOUND.code]: 404,
  [COMMON.BAD_USER_INPUT.code]: 400,
};

/** What is refused has its status: 404, 400, or 503 for what may be asked for again. */
function refusing(handle: (request: HttpRequest) => Promise<HttpAnswer>): Route['handle'] {
  return async (request) => {
    try {
      return await handle(request);
    } catch (error) {
      if (error instanceof DomainError) {
        const status = STATUS[error.code] ?? 503;
        throw refusal(error, status, status === 503 ? { ...PUBLIC, 'retry-after': '1' } : PUBLIC);
      }
      if (error instanceof Error && error.name === 'Refusal') throw error;
      throw refusal(
        ERRORS.SUBGRAPH_UNAVAILABLE.raise('The journal of this service cannot be reached.'),
        503,
        {
          ...PUBLIC,
          'retry-after': '1',
        },
      );
    }
  };
}
