import type { PassportBody } from '../identity/passport.js';
import type { Viewer } from '../identity/viewer.js';
import { FairGate, GUESTS } from '../store/fairGate.js';
import { logQueryBody } from './logPort.js';
import type { LogPage, LogPort, LogQuery } from './logPort.js';

/** How long a read waits for its turn. */
const WAIT_MS = 10_000;

/** For whom all proofs are made: who asks for one is not said. */
const PROVERS = 'provers';

/** A log as its service reads it, for a viewer who is known. */
export interface Log extends Omit<LogPort, 'entries'> {
  entries(query: LogQuery, viewer: Viewer): Promise<LogPage>;
}

interface BoundedLogOptions {
  /** Reads at once; each takes one connection to the service's database. */
  readsMax: number;
  /** Reads that wait, in all and of one caller. */
  waitingMax: number;
  waitingPerCallerMax: number;
  /** Who holds this passport. @throws PASSPORT_INVALID unless it was made for that body. */
  viewerOf: (passport: string, body: PassportBody) => Viewer;
}

/** A log that all the world may read, and that leaves the service's database to its members nevertheless. */
export function boundedLog(
  log: Log,
  { readsMax, waitingMax, waitingPerCallerMax, viewerOf }: BoundedLogOptions,
): LogPort {
  const gate = new FairGate({
    atOnce: readsMax,
    atOnceOfOne: readsMax,
    waiting: waitingMax,
    waitingOfOne: waitingPerCallerMax,
  });
  const proving = <T>(work: () => Promise<T>): Promise<T> => gate.pass(PROVERS, WAIT_MS, work);
  return {
    async entries(query, passport) {
      const viewer = viewerOf(passport, logQueryBody(query));
      return gate.pass(viewer.did ?? GUESTS, WAIT_MS, () => log.entries(query, viewer));
    },
    checkpoint: (cooperative) => proving(() => log.checkpoint(cooperative)),
    inclusionProof: (cooperative, index) => proving(() => log.inclusionProof(cooperative, index)),
    consistencyProof: (cooperative, from, to) => proving(() => log.consistencyProof(cooperative, from, to)),
    tile: (query) => proving(() => log.tile(query)),
    leaves: (query) => proving(() => log.leaves(query)),
    logs: (after, first) => proving(() => log.logs(after, first)),
    locate: (entryId) => proving(() => log.locate(entryId)),
    verifierKey: (cooperative) => proving(() => log.verifierKey(cooperative)),
  };
}
