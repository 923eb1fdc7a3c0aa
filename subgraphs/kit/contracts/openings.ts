import type { ServiceName } from './serviceNames.js';
import type { Entry } from './entry.js';
import * as data from './entries/data.js';
import * as governance from './entries/governance.js';
import * as membership from './entries/membership.js';
import * as payouts from './entries/payouts.js';

const ENTRIES: Record<ServiceName, Readonly<Record<string, Entry>>> = {
  membership,
  governance,
  data,
  payouts,
};

/** The types of a service's entries that open to nobody but whom they are about. */
export function openToSubjectAlone(service: ServiceName): ReadonlySet<string> {
  const entries = Object.values(ENTRIES[service]);
  return new Set(entries.filter(({ opensTo }) => opensTo === 'SUBJECT_ALONE').map(({ type }) => type));
}
