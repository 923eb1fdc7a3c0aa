import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import { Viewer } from '../../../subgraphs/kit/identity/viewer.js';
import { ensureDatabase, openDatabase, roleNames } from '../../../subgraphs/kit/store/database.js';
import { createStore } from '../../../subgraphs/kit/store/store.js';
import type { Store } from '../../../subgraphs/kit/store/store.js';
import type { Tx } from '../../../subgraphs/kit/store/tx.js';
import { createLogger } from '../../../subgraphs/kit/observability/logger.js';
import { openBook } from '../../../subgraphs/payouts/store/book.js';
import type { PayoutsPorts } from '../../../subgraphs/payouts/service/ports.js';
import { payoutsSettingsSchema } from '../../../subgraphs/payouts/settings.js';
import { MIGRATIONS } from '../../../subgraphs/payouts/store/migrations/index.js';
import { rows } from '../../../subgraphs/payouts/store/rows.js';
import { person } from '../../support/people.js';
import { databaseLimits } from '../../support/databaseLimits.js';
import { ownerPool } from '../../support/ownerPool.js';

/** The ledger's database and nothing that works on it by itself: a test decides what runs, and where it breaks. */
export interface BareLedger {
  readonly store: Store;
  /** As the database's owner, past all policies. */
  readonly owner: pg.Pool;
  deps(store?: Store): PayoutsPorts;
  /** A co-op with open books and a steward. */
  cooperative(): Promise<{ id: string; viewer: Viewer }>;
  stop(): Promise<void>;
}

export async function openBareLedger(): Promise<BareLedger> {
  const database = `test_ledger_${randomBytes(6).toString('hex')}`;
  const adminUrl = process.env.TEST_POSTGRES_URL!;
  await ensureDatabase(adminUrl, database);
  const ownerUrl = new URL(adminUrl);
  ownerUrl.pathname = `/${database}`;
  const source = await openDatabase({
    ownerUrl: ownerUrl.href,
    rows,
    migrations: MIGRATIONS,
    roles: roleNames('cooperative', 'payouts'),
    rolePassword: 'a password of the test roles',
    clockOffsetSeconds: 0,
    limits: databaseLimits(6),
  });
  const owner = ownerPool(ownerUrl.href);
  const store = createStore({
    service: 'payouts',
    source,
    onAppend: () => undefined,
  });
  return {
    store,
    owner,
    deps: (given = store) => ({
      store: given,
      rail: { order: () => Promise.reject(new Error('this test has no rail')) },
      settings: payoutsSettingsSchema.parse({}),
      logger: createLogger('test', 'silent'),
    }),
    async cooperative() {
      const id = newId('coop');
      const steward = person('steward');
      const grant = { role: 'STEWARD', from: new Date(0).toISOString(), until: null };
      await store.transaction({ cooperative: id }, async (tx) => {
        await openBook(tx, id, 'USD');
        await standing(tx, id, newId('mem'), steward.did, [grant]);
      });
      return { id, viewer: new Viewer(store, [], steward.did, 'ses_test') };
    },
    async stop() {
      await store.close();
      await owner.end();
      const admin = new pg.Client({ connectionString: adminUrl });
      await admin.connect();
      await admin.query(`drop database ${database} with (force)`);
      await admin.end();
    },
  };
}

export async function standing(
  tx: Tx,
  cooperative: string,
  memberId: string,
  did: string,
  roles: unknown[] = [],
) {
  await tx.query(
    `insert into standing (cooperative_id, member_id, did, standing, roles, keys)
     values ($1, $2, $3, 'ADMITTED', $4, '[]')`,
    [cooperative, memberId, did, JSON.stringify(roles)],
  );
}
