import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import type { Scope } from '../../subgraphs/kit/store/scope.js';
import { World, key, offerTerms } from './support/world.js';
import type { Buyer, Member } from './support/world.js';

const TENANT_TABLES = [
  'access_record',
  'charter',
  'consent',
  'consent_wrap',
  'contribution',
  'cooperative',
  'dataset',
  'licence',
  'negotiation_step',
  'offer',
];

/** Row-level security, seen as the runtime role sees it: what the use cases forget to ask for stays unseen. */
describe('the rows of a co-op', () => {
  let world: World;
  let steward: Member;
  let buyer: Buyer;
  let elsewhere: string;
  let licence: string;

  beforeAll(async () => {
    world = await World.open();
    await world.publishComputeKey();
    steward = await world.admit(await world.found(), 'STEWARD');
    elsewhere = await world.found();
    buyer = await world.register();
    const dataset = await world.publish(steward);
    await world.offer(steward, dataset);
    await world.contribute(steward, dataset, 2);
    await world.consent(steward, dataset);
    const asked = { dataset, purpose: 'dpv:AcademicResearch', idempotencyKey: key() };
    licence = (await world.did(buyer.did, 'requestLicence', asked)).id;
    const terms = { ...offerTerms(), termDays: 30 };
    await world.did(steward.did, 'counterOffer', { licence, terms, idempotencyKey: key() });
    await world.service.sql(
      `insert into access_record (cooperative_id, id, member_id, dataset_id, licence_id, job_id, buyer_id, purpose, records, at)
       values ($1, $2, $3, $4, $5, $6, $7, 'dpv:AcademicResearch', 2, now())`,
      [steward.cooperative, newId('acc'), steward.memberId, dataset, licence, newId('job'), buyer.id],
    );
    await world.service.sql(
      'insert into blob_removal (cooperative_id, cid, requested_at) values ($1, $2, now())',
      [steward.cooperative, 'bafk'],
    );
  });
  afterAll(() => world.stop());

  const count = (scope: Scope, table: string): Promise<number> =>
    world.service.service.store.transaction(scope, async (tx) => {
      const [row] = await tx.query<{ rows: number }>(
        `select count(*)::int as rows from ${table} where cooperative_id = '${steward.cooperative}'`,
      );
      return row!.rows;
    });

  it.each(TENANT_TABLES)('in %s are seen in a transaction of that co-op, and in no other', async (table) => {
    expect(await count({ cooperative: steward.cooperative }, table)).toBeGreaterThan(0);
    expect(await count({}, table)).toBe(0);
    expect(await count({ cooperative: elsewhere }, table)).toBe(0);
    expect(await count({ reader: 'nobody' }, table)).toBe(0);
    expect(await count({ viewer: steward.did }, table)).toBe(0);
    expect(await count({ organization: newId('org') }, table)).toBe(0);
  });

  it.each([...TENANT_TABLES, 'blob_removal'])('in %s cannot be written from another co-op', async (table) => {
    const write = world.service.service.store.transaction({ cooperative: elsewhere }, (tx) =>
      tx.query(`insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`, [
        JSON.stringify({ cooperative_id: steward.cooperative }),
      ]),
    );
    await expect(write).rejects.toThrow(/row-level security|permission denied/);
  });

  it.each<{ reader: string; sees: Record<string, number> }>([
    // Of two offers one is published; the other is a negotiation's.
    {
      reader: 'catalogue',
      sees: { cooperative: 1, dataset: 1, offer: 1, consent: 0, contribution: 0, licence: 0 },
    },
    { reader: 'decisions', sees: { licence: 0, dataset: 0, offer: 0 } },
    { reader: 'epochs', sees: { consent_wrap: 1, consent: 0, contribution: 0 } },
    { reader: 'expiry', sees: { consent_wrap: 1, consent: 1, contribution: 0 } },
    { reader: 'blobs', sees: { contribution: 0, dataset: 0 } },
  ])('are seen by the reader of $reader as far as it needs them', async ({ reader, sees }) => {
    for (const [table, rows] of Object.entries(sees)) {
      expect({ table, rows: await count({ reader }, table) }).toEqual({ table, rows });
    }
  });

  it('are seen by the buyer whom they concern', async () => {
    const scope = { organization: buyer.id };
    expect(await count(scope, 'licence')).toBe(1);
    expect(await count(scope, 'offer')).toBe(1);
    expect(await count(scope, 'negotiation_step')).toBe(2);
    expect(await count(scope, 'consent')).toBe(0);
    expect(await count(scope, 'access_record')).toBe(0);
  });

  it.each([
    { what: 'change what was offered', sql: `update offer set price_minor = 0` },
    { what: 'change what was recorded of a use', sql: `update access_record set records = 0` },
    { what: 'change what was consented to', sql: `update consent set purposes = '{}'` },
    { what: 'delete a contribution', sql: `delete from contribution` },
    { what: 'rewrite a negotiation', sql: `update negotiation_step set message = 'x'` },
    { what: 'amend a charter', sql: `update charter set version = 9` },
    { what: 'publish a compute key of its own', sql: `update compute_key set public_key = repeat('A', 43)` },
  ])('are not there for the service to $what', async ({ sql }) => {
    const attempt = world.service.service.store.transaction({ cooperative: steward.cooperative }, (tx) =>
      tx.query(sql),
    );
    await expect(attempt).rejects.toThrow('permission denied');
  });
});
