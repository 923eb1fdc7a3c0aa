import type { PageRequest } from '../../kit/schema/connection.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Standing } from '../../kit/identity/viewer.js';
import { inOrder } from '../../kit/loaders/loaders.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import type { AccessRecord } from '../domain/accessRecord.js';
import type { Consent } from '../domain/consent.js';
import type { Contribution } from '../domain/contribution.js';
import type { Holder } from '../domain/holder.js';
import { accessRecordsOf } from '../store/accessRecordStore.js';
import { consentsById, consentsOf } from '../store/consentStore.js';
import { contributionsOf } from '../store/contributionStore.js';

/** What was read, and the instant at which it was: states follow from it. */
export interface ReadAt<Value> {
  readonly value: Value;
  readonly now: Date;
}

type PageOf<Value> = (tx: Tx, holder: Holder, before: string | null, limit: number) => Promise<Value[]>;

/**
 * What a member alone may see of their own. Pages are newest first and hold one more than asked for.
 *
 * @throws FORBIDDEN for anyone else's.
 */
export function readOwn(store: Store) {
  const page =
    <Value>(read: PageOf<Value>) =>
    async (viewer: Viewer, memberId: string, { first, after }: PageRequest): Promise<ReadAt<Value>[]> => {
      const holder = await requireOwn(viewer, memberId);
      return store.transaction({ cooperative: holder.cooperativeId }, async (tx) => {
        const values = await read(tx, holder, after && String(after[0]), first + 1);
        return values.map((value) => ({ value, now: tx.now }));
      });
    };
  return {
    contributions: page<Contribution>(contributionsOf),
    consents: page<Consent>(consentsOf),
    accessLog: page<AccessRecord>(accessRecordsOf),
    /** The viewer's consents in the order of the ids; null for all others alike. */
    async consentsByIds(viewer: Viewer, ids: readonly string[]): Promise<(ReadAt<Consent> | null)[]> {
      const found: ReadAt<Consent>[] = [];
      for (const standing of await viewer.standings()) {
        await store.transaction({ cooperative: standing.cooperativeId }, async (tx) => {
          const consents = await consentsById(tx, standing, ids);
          found.push(...consents.map((value) => ({ value, now: tx.now })));
        });
      }
      return inOrder(ids, found, ({ value }) => value.id);
    },
  };
}

async function requireOwn(viewer: Viewer, memberId: string): Promise<Standing> {
  const own = (await viewer.standings()).find((standing) => standing.memberId === memberId);
  if (own) return own;
  throw COMMON.FORBIDDEN.raise('Only the member may see this.');
}
