import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import { fromBase64Url } from '../../../subgraphs/kit/domain/encoding.js';
import type { Viewer } from '../../../subgraphs/kit/identity/viewer.js';
import {
  ensureDatabase,
  openDatabase,
  openPool,
  roleNames,
  roleUrl,
} from '../../../subgraphs/kit/store/database.js';
import { createStore, type Store } from '../../../subgraphs/kit/store/store.js';
import type { Tx } from '../../../subgraphs/kit/store/tx.js';
import { ensurePublished } from '../../../subgraphs/data/compute/keys/publishKey.js';
import type { PublishedKey } from '../../../subgraphs/data/store/computeKeyStore.js';
import { openWorker, type WorkerPorts } from '../../../subgraphs/data/compute/openWorker.js';
import type { JobPorts } from '../../../subgraphs/data/compute/job/runJob.js';
import { computeSettingsSchema } from '../../../subgraphs/data/compute/settings.js';
import { openOnce, workOnce } from '../../../subgraphs/data/compute/worker.js';
import { FileBlobs } from '../../../subgraphs/data/adapters/fileBlobs.js';
import { FileEpochKeys } from '../../../subgraphs/data/adapters/fileEpochKeys.js';
import { placesIn } from '../../../subgraphs/data/adapters/places.js';
import { submitComputeJob } from '../../../subgraphs/data/service/submitComputeJob.js';
import { keepWrap } from '../../../subgraphs/data/service/wraps.js';
import { deleteWraps } from '../../../subgraphs/data/store/wrapStore.js';
import { MIGRATIONS } from '../../../subgraphs/data/store/migrations/index.js';
import { sealContribution, wrapDatasetKey, type Row } from '../../../wallet/index.js';
import { Engine } from '../../../subgraphs/data/adapters/engine/engine.js';
import { TRIPS } from './fixture.js';
import { databaseLimits } from '../../support/databaseLimits.js';
import { ownerPool } from '../../support/ownerPool.js';

const PURPOSE = 'dpv:AcademicResearch';
export const EPSILON_MICRO = 10_000_000;
const COHORT_MINIMUM = 10;
const ROLE_PASSWORD = 'a password of the test roles';

export interface ConsentOverrides {
  purposes?: string[];
  categories?: string[];
  recipients?: string[];
  expiresAt?: Date | null;
  id?: string;
  /** Kept instead of a wrap. */
  wrap?: Uint8Array;
  /** Bound into the wrap instead of the purposes that are on record. */
  wrappedPurposes?: string[];
}

export interface Contributor {
  readonly memberId: string;
  readonly did: string;
  readonly consentId: string;
}

/**
 * One co-op with a dataset, a licence in force and nobody in it yet, on a database of its own. Records and wraps are
 * made by the wallet's own code, so that both sides of every format meet here.
 */
export class World {
  readonly cooperative = newId('coop');
  readonly dataset = newId('dst');
  readonly licence = newId('lic');
  readonly buyer = newId('org');
  readonly buyerDid = `did:key:buyer${randomBytes(4).toString('hex')}`;
  /** The buyer, as whoever asks. */
  readonly viewer = speakingFor(this.buyer, this.buyerDid);
  readonly logger = pino({ level: 'silent' });
  /** What wallets wrap to. */
  key!: PublishedKey;

  private constructor(
    readonly store: Store,
    /** As the worker role; statements run in this process unless a test says otherwise. */
    readonly worker: WorkerPorts,
    readonly workerUrl: string,
    readonly dataDir: string,
    private readonly owner: pg.Pool,
    private readonly database: string,
  ) {}

  static async open(): Promise<World> {
    const dataDir = mkdtempSync(join(tmpdir(), 'cooperative-compute-'));
    const database = await copyOf(await template());
    const ownerUrl = urlOf(database);
    const runtimeUrl = roleUrl(ownerUrl, ROLES.runtime, ROLE_PASSWORD);
    const source = await openPool({ url: runtimeUrl, rows: [], limits: databaseLimits(8) });
    const store = createStore({ service: 'data', source, onAppend: () => undefined });
    const workerUrl = roleUrl(ownerUrl, ROLES.worker, ROLE_PASSWORD);
    const worker = await openWorker(
      computeSettingsSchema.parse({ DATA_DIR: dataDir, COMPUTE_DATABASE_URL: workerUrl }),
    );
    const owner = ownerPool(ownerUrl);
    // Dropping the database ends connections that are still being closed.
    owner.on('error', () => undefined);
    const world = new World(
      store,
      { ...worker, aggregate: inThisProcess },
      workerUrl,
      dataDir,
      owner,
      database,
    );
    await world.found();
    return world;
  }

  /** SQL past all policies: for looking at what a test left. */
  async sql<R extends object = Record<string, unknown>>(text: string, parameters?: unknown[]): Promise<R[]> {
    return (await this.owner.query<R>(text, parameters)).rows;
  }

  tenant<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.store.transaction({ cooperative: this.cooperative }, work);
  }

  submit(spec: unknown, idempotencyKey: string = randomBytes(8).toString('hex')): Promise<string> {
    return this.submitAs(this.viewer, this.licence, spec, idempotencyKey);
  }

  async submitAs(viewer: Viewer, licenceId: string, spec: unknown, idempotencyKey: string): Promise<string> {
    return (await submitComputeJob(this.store)(viewer, { licenceId, spec, idempotencyKey })).id;
  }

  /** Runs what waits, one job after the other. */
  async work(ports: JobPorts = this.worker): Promise<void> {
    while (await workOnce(ports, this.logger, 0));
  }

  /** Opens what members brought, as the worker does beside the jobs. */
  async openWraps(ports: WorkerPorts = this.worker): Promise<void> {
    while ((await openOnce({ ...ports, logger: this.logger })) > 0);
  }

  async job(id: string): Promise<JobRow> {
    const [row] = await this.sql<JobRow>('select * from compute_job where id = $1', [id]);
    return row!;
  }

  async spentMicro(): Promise<number> {
    const [row] = await this.sql<{ spent: string }>(
      'select coalesce(sum(spent_micro), 0) as spent from privacy_budget where dataset_id = $1',
      [this.dataset],
    );
    return Number(row!.spent);
  }

  /** A member who contributes and consents. */
  async contributor(rows: readonly Row[], consent: ConsentOverrides = {}): Promise<Contributor> {
    const contributor = await this.newContributor(rows, consent);
    await this.openWraps();
    return contributor;
  }

  private async newContributor(rows: readonly Row[], consent: ConsentOverrides): Promise<Contributor> {
    const memberId = newId('mem');
    const did = `did:key:${memberId}`;
    const datasetKey = Uint8Array.from(randomBytes(32));
    await this.tenant((tx) => insertStanding(tx, this.cooperative, memberId, did));
    await this.contribute({ memberId, did }, rows, datasetKey);
    const consentId = await this.consent(memberId, datasetKey, consent);
    return { memberId, did, consentId };
  }

  async contributors(count: number, rows: readonly Row[]): Promise<Contributor[]> {
    const all = Array.from({ length: count }, () => this.newContributor(rows, {}));
    const contributors = await Promise.all(all);
    await this.openWraps();
    return contributors;
  }

  async contribute(
    { memberId, did }: { memberId: string; did: string },
    rows: readonly Row[],
    datasetKey: Uint8Array<ArrayBuffer>,
    tamper: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
  ): Promise<string> {
    const id = newId('ctb');
    const sealed = await sealContribution({ dataset: this.dataset, member: did }, rows, datasetKey);
    await new FileBlobs(placesIn(this.dataDir).blobs).put(
      this.cooperative,
      sealed.cid,
      tamper(sealed.ciphertext),
    );
    await this.tenant((tx) =>
      tx.query(
        `insert into contribution (cooperative_id, id, dataset_id, member_id, cid, sealed_key, record_count,
           ciphertext_bytes, contributed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          this.cooperative,
          id,
          this.dataset,
          memberId,
          sealed.cid,
          sealed.sealedKey,
          sealed.recordCount,
          sealed.ciphertext.length,
          tx.now,
        ],
      ),
    );
    return id;
  }

  /** A consent whose wrap nobody has opened yet. */
  async consent(
    memberId: string,
    datasetKey: Uint8Array<ArrayBuffer>,
    overrides: ConsentOverrides = {},
  ): Promise<string> {
    const id = overrides.id ?? newId('cns');
    const terms = {
      purposes: [PURPOSE],
      categories: ['ORDINARY'],
      recipients: ['BUYER'],
      expiresAt: null,
      ...overrides,
    };
    const wrap = await wrapDatasetKey(datasetKey, this.key.publicKey, {
      consent: id,
      purposes: overrides.wrappedPurposes ?? terms.purposes,
      expiresAt: terms.expiresAt?.toISOString() ?? null,
    });
    const { version } = this.key;
    await this.tenant(async (tx) => {
      await tx.query(
        `insert into consent (cooperative_id, id, dataset_id, member_id, purposes, categories, recipients, key_version,
           wrap_digest, granted_at, expires_at, receipt) values ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, $10, '{}')`,
        [
          this.cooperative,
          id,
          this.dataset,
          memberId,
          terms.purposes,
          terms.categories,
          terms.recipients,
          version,
          new Date(tx.now.getTime() - 3_600_000),
          terms.expiresAt,
        ],
      );
      const epochKeys = new FileEpochKeys(placesIn(this.dataDir).epochKeys);
      await keepWrap(
        tx,
        epochKeys,
        { cooperativeId: this.cooperative, id },
        overrides.wrap ?? fromBase64Url(wrap)!,
      );
    });
    return id;
  }

  /** As the use case does it: the row locked, the wrap destroyed in the same transaction. */
  async withdraw(consentId: string): Promise<void> {
    await this.tenant(async (tx) => {
      await tx.query('select 1 from consent where id = $1 for update', [consentId]);
      await tx.query('update consent set withdrawn_at = $2 where id = $1', [consentId, tx.now]);
      await deleteWraps(tx, this.cooperative, [consentId]);
    });
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.worker.store.close();
    await this.owner.end();
    await administer(`drop database if exists ${this.database} with (force)`);
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async found(): Promise<void> {
    this.key = await ensurePublished(this.worker.store, this.worker.keys);
    const { cooperative, dataset, licence, buyer } = this;
    const offer = newId('off');
    await this.tenant(async (tx) => {
      const privacy = { epsilonPerBuyerMicro: EPSILON_MICRO, cohortMinimum: COHORT_MINIMUM };
      // Tests of other matters than fees need not pay any.
      const terms = JSON.stringify({ privacy, jobCreditMinor: '1000000000' });
      const yesterday = new Date(tx.now.getTime() - 86_400_000);
      const tomorrow = new Date(tx.now.getTime() + 86_400_000);
      await tx.query(
        `insert into organization_projection (organization_id, did, name, kind, keys) values ($1, $2, 'Lab', 'BUYER', '[]')`,
        [buyer, this.buyerDid],
      );
      await tx.query(
        'insert into charter (cooperative_id, version, terms, effective_at) values ($1, 1, $2, $3)',
        [cooperative, terms, yesterday],
      );
      await tx.query(
        `insert into dataset (cooperative_id, id, title, description, keywords, themes, columns, rows_per_member_max,
           published_at, changed_at) values ($1, $2, 'Trips', 'Trips', '{}', '{}', $3, $4, $5, $5)`,
        [cooperative, dataset, JSON.stringify(TRIPS.columns), TRIPS.rowsPerMemberMax, yesterday],
      );
      await tx.query(
        `insert into offer (cooperative_id, id, dataset_id, digest, charter_version, purposes, prohibited, duties,
           price_minor, currency, price_model, job_price_minor, term_days, policy, made_at)
         values ($1, $2, $3, '', 1, $4, '{}', '{}', 100000, 'EUR', 'PER_JOB', 2500, 30, '{}', $5)`,
        [cooperative, offer, dataset, [PURPOSE], yesterday],
      );
      await tx.query(
        `insert into licence (cooperative_id, id, dataset_id, buyer_id, purpose, state, offer_id, requested_at,
           changed_at, agreement_digest, verified_at, paid_at, valid_until)
         values ($1, $2, $3, $4, $5, 'FINALIZED', $6, $7, $7, 'digest', $7, $7, $8)`,
        [cooperative, licence, dataset, buyer, PURPOSE, offer, yesterday, tomorrow],
      );
      for (const id of [dataset, licence]) await tx.register(id, cooperative);
    });
  }
}

/** Who speaks for that organisation: the use cases of jobs ask no more of a viewer. */
export function speakingFor(id: string, did: string): Viewer {
  const viewer: Pick<Viewer, 'requireOrganization'> = {
    requireOrganization: () => Promise.resolve({ id, did, name: 'Lab', kind: 'BUYER', keys: [] }),
  };
  return viewer as Viewer;
}

export interface JobRow {
  state: string;
  refusal: string | null;
  attempts: number;
  result: {
    rows: { key: Record<string, string>; values: Record<string, number | number[] | null> }[];
    epsilon: string;
  } | null;
  gates: Record<string, number> | null;
  lease_holder: string | null;
}

/** The engine without its process: what the process adds has tests of its own. */
export const inThisProcess: JobPorts['aggregate'] = async (plan, members) => {
  const engine = await Engine.open(plan.columns.length, 64);
  for (const { member, values } of members) engine.load(member, values);
  return engine.run(plan.sql, 10_000);
};

const ROLES = roleNames('test_compute', 'data');
let migrated: Promise<string> | undefined;

/** A database of these migrations, made once in a file of tests; copying it is quicker than migrating again. */
function template(): Promise<string> {
  migrated ??= (async () => {
    const database = `test_compute_${randomBytes(6).toString('hex')}`;
    await ensureDatabase(process.env.TEST_POSTGRES_URL!, database);
    const source = await openDatabase({
      ownerUrl: urlOf(database),
      rows: [],
      migrations: MIGRATIONS,
      roles: ROLES,
      rolePassword: ROLE_PASSWORD,
      clockOffsetSeconds: 0,
      limits: databaseLimits(2),
    });
    await source.destroy();
    return database;
  })();
  return migrated;
}

async function copyOf(database: string): Promise<string> {
  const copy = `test_compute_${randomBytes(6).toString('hex')}`;
  await administer(`create database ${copy} template ${database}`);
  return copy;
}

async function administer(sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL! });
  await admin.connect();
  await admin.query(sql);
  await admin.end();
}

function urlOf(database: string): string {
  const url = new URL(process.env.TEST_POSTGRES_URL!);
  url.pathname = `/${database}`;
  return url.href;
}

function insertStanding(tx: Tx, cooperative: string, memberId: string, did: string): Promise<unknown> {
  return tx.query(
    `insert into standing (cooperative_id, member_id, did, standing, roles, keys)
     values ($1, $2, $3, 'ADMITTED', '[]', '[]')`,
    [cooperative, memberId, did],
  );
}
