import { pino } from 'pino';
import { roleNames, roleUrl } from '../../../subgraphs/kit/store/database.js';
import { ensurePublished, publishStatementKey } from '../../../subgraphs/data/compute/keys/publishKey.js';
import { renewKeys } from '../../../subgraphs/data/compute/keys/rewrap.js';
import { openWorker, type WorkerPorts } from '../../../subgraphs/data/compute/openWorker.js';
import { computeSettingsSchema } from '../../../subgraphs/data/compute/settings.js';
import { openOnce, workOnce } from '../../../subgraphs/data/compute/worker.js';
import { openWraps } from '../../../subgraphs/data/compute/wraps/openWraps.js';
import type { ComputeKey, ConsentTerms } from '../../../wallet/actions/contributing.js';
import { newTypeId } from '../../../wallet/encoding/typeId.js';
import { signStatement } from '../../../wallet/keys/statements.js';
import { wrapDatasetKey, wrapDigest } from '../../../wallet/vault/consentWrap.js';
import { inThisProcess } from '../compute/world.js';
import type { Buyer, Member, World } from './world.js';

const SILENT = pino({ level: 'silent' });
const TERMS: ConsentTerms = {
  purposes: ['dpv:AcademicResearch'],
  categories: ['ORDINARY'],
  recipients: ['BUYER'],
  expiresAt: null,
};

/** The compute worker of a data service, in this process: what it does by itself is done when a test says so. */
export class WorkerBeside {
  private constructor(
    readonly ports: WorkerPorts,
    /** What wallets wrap to. */
    public key: ComputeKey,
  ) {}

  static async open({ service }: World): Promise<WorkerBeside> {
    const [row] = await service.sql<{ name: string }>('select current_database() as name');
    const url = new URL(process.env.TEST_POSTGRES_URL!);
    url.pathname = `/${row!.name}`;
    const role = roleNames('cooperative', 'data').worker;
    const COMPUTE_DATABASE_URL = roleUrl(url.href, role, 'a password of the test roles');
    const settings = computeSettingsSchema.parse({ DATA_DIR: service.dataDir, COMPUTE_DATABASE_URL });
    const ports = { ...(await openWorker(settings)), aggregate: inThisProcess };
    await publishStatementKey(ports.store, ports.statements.key);
    return new WorkerBeside(ports, await ensurePublished(ports.store, ports.keys));
  }

  /** Opens what waits; `batchMax` at a time, and of those one batch alone. */
  async openWraps(batchMax?: number): Promise<void> {
    const ports = { ...this.ports, logger: SILENT };
    if (batchMax !== undefined) await openWraps(ports, batchMax);
    else while ((await openWraps(ports)) > 0);
  }

  /** Opens all that members brought: wraps, and the contributions under them. */
  async openAll(): Promise<void> {
    while ((await openOnce({ ...this.ports, logger: SILENT })) > 0);
  }

  async renewKeys(lifeMs: number): Promise<void> {
    await renewKeys({ ...this.ports, logger: SILENT }, lifeMs);
  }

  /** Runs what waits, one job after the other. */
  async work(): Promise<void> {
    while (await workOnce(this.ports, SILENT, 0));
  }

  close(): Promise<void> {
    return this.ports.store.close();
  }
}

/** A consent as a wallet would send it that may wrap what it likes, under an id of its choice. */
export async function consentInput(
  member: Member,
  dataset: string,
  key: ComputeKey,
  {
    id = newTypeId('cns'),
    wrap,
    datasetKey = member.datasetKey(dataset),
  }: { id?: string; wrap?: string; datasetKey?: Uint8Array<ArrayBuffer> } = {},
): Promise<Record<string, unknown> & { id: string; wrap: string }> {
  const sent = wrap ?? (await wrapDatasetKey(datasetKey, key.publicKey, { consent: id, ...TERMS }));
  const signed = signStatement(member.signingKey, 'Consent', {
    ...{ id, cooperative: member.cooperative, dataset, ...TERMS },
    ...{ epoch: key.version, wrapDigest: wrapDigest(sent), member: member.did },
  });
  return { id, dataset, ...TERMS, keyVersion: key.version, wrap: sent, ...signed };
}

/** Asked for through the door; the vote and the payment, which are others' to prove, are skipped. */
export async function licenceInForce(world: World, dataset: string, buyer: Buyer): Promise<string> {
  const input = { dataset, purpose: 'dpv:AcademicResearch', idempotencyKey: 'licence' };
  const { id } = await world.did(buyer.did, 'requestLicence', input);
  await world.service.sql(
    `update licence set state = 'FINALIZED', agreement_digest = 'digest', verified_at = now(), paid_at = now(),
       valid_until = now() + interval '365 days' where id = $1`,
    [id],
  );
  return id;
}
