import * as data from '../../subgraphs/kit/contracts/entries/data.js';
import * as governance from '../../subgraphs/kit/contracts/entries/governance.js';
import * as membership from '../../subgraphs/kit/contracts/entries/membership.js';
import * as payouts from '../../subgraphs/kit/contracts/entries/payouts.js';
import type { Entry } from '../../subgraphs/kit/contracts/entry.js';

/** The entries of each service, by the names under which they are exported. */
export const ENTRIES_OF = { membership, governance, data, payouts } as const;

export const ENTRIES: readonly Entry[] = Object.values(ENTRIES_OF).flatMap((of) => Object.values<Entry>(of));
