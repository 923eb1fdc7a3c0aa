import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import type { LogPort, NamedLog } from '../../../subgraphs/kit/journal/logPort.js';
import { pathOfLog } from '../../../subgraphs/kit/journal/origin.js';
import { SERVICE_NAMES } from '../../../subgraphs/kit/contracts/serviceNames.js';
import type { ServiceName } from '../../../subgraphs/kit/contracts/serviceNames.js';

export const LOG_LIST_PATH = '/.well-known/transparency-logs.json';

/** Co-ops on a page; four logs each. */
const PAGE_MAX = 100;
const COOPERATIVE_ID = /^coop_[0-9a-z]{1,40}$/;

/** One log, in the list of logs. */
export interface ListedLog {
  readonly service: ServiceName;
  readonly cooperative: string;
  /** The first line of its heads, and the name of its key: where it was served when it began. */
  readonly origin: string;
  /** Where its files are served now: tlog-tiles' prefix. */
  readonly url: string;
  /** C2SP vkey. */
  readonly verifierKey: string;
}

type Ask = <T>(
  service: ServiceName,
  what: readonly unknown[],
  read: (log: LogPort) => Promise<T>,
) => Promise<T>;

/**
 * A page of the logs that have begun, by co-op and then by service, as JSON: `logs`, and in `next` the URL of the page
 * after it, or null. With `cooperative` the logs of one co-op alone.
 *
 * @throws BAD_USER_INPUT for a co-op that is none.
 */
export async function readLogList(query: URLSearchParams, publicUrl: string, ask: Ask): Promise<string> {
  const base = publicUrl.replace(/\/+$/, '');
  const one = idIn(query, 'cooperative');
  const { logs, end } = one === '' ? await pageAfter(idIn(query, 'after'), ask) : await logsOf(one, ask);
  const listed = logs.map(({ service, cooperative, origin, verifierKey }): ListedLog => {
    const url = base + pathOfLog(service, cooperative);
    return { service, cooperative, origin, url, verifierKey };
  });
  const next = end === null ? null : `${base}${LOG_LIST_PATH}?after=${end}`;
  return JSON.stringify({ logs: listed, next }, null, 2);
}

interface Page {
  readonly logs: readonly (NamedLog & { readonly service: ServiceName })[];
  /** The co-op after which the next page begins; null where there is none. */
  readonly end: string | null;
}

async function pageAfter(after: string, ask: Ask): Promise<Page> {
  const pages = await Promise.all(
    SERVICE_NAMES.map(async (service) => {
      const logs = await ask(service, ['logs', after], (log) => log.logs(after, PAGE_MAX));
      return logs.map((log) => ({ service, ...log }));
    }),
  );
  // Beyond the end of a page that is full, its service may have logs that nobody has seen.
  const ends = pages.filter((page) => page.length === PAGE_MAX).map((page) => page.at(-1)!.cooperative);
  const end = ends.length === 0 ? null : ends.reduce((a, b) => (a < b ? a : b));
  const logs = pages
    .flat()
    .filter(({ cooperative }) => end === null || cooperative <= end)
    .sort((a, b) => compare(a.cooperative, b.cooperative));
  return { logs, end };
}

async function logsOf(cooperative: string, ask: Ask): Promise<Page> {
  const found = await Promise.all(
    SERVICE_NAMES.map((service) =>
      ask(service, ['log', cooperative], async (log) => {
        const head = await log.checkpoint(cooperative);
        if (!head) return [];
        const verifierKey = await log.verifierKey(cooperative);
        return [{ service, cooperative, origin: head.origin, verifierKey }];
      }),
    ),
  );
  return { logs: found.flat(), end: null };
}

function idIn(query: URLSearchParams, name: string): string {
  const id = query.get(name) ?? '';
  if (id === '' || COOPERATIVE_ID.test(id)) return id;
  throw COMMON.BAD_USER_INPUT.raise('An id that begins with "coop_" is asked for.', { parameter: name });
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
