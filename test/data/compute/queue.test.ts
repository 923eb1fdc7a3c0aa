import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import { claimJob } from '../../../subgraphs/data/compute/job/lease.js';
import { JOBS_UNFINISHED_MAX } from '../../../subgraphs/data/domain/job.js';
import { cancelComputeJob } from '../../../subgraphs/data/service/cancelComputeJob.js';
import { readJobs } from '../../../subgraphs/data/service/readJobs.js';
import { World, speakingFor } from './world.js';

const SPEC = { measures: [{ kind: 'COUNT' }], epsilon: '0.001' };
const FLOOD = 30;

interface Party {
  readonly buyerId: string;
  readonly licenceId: string;
}

describe('a buyer who queues many jobs', () => {
  let world: World;
  let flooder: Party;
  let colleague: Party;
  let stranger: Party;
  let flood: string[];
  let ofColleague: string;
  let ofStranger: string;

  const submit = ({ buyerId, licenceId }: Party): Promise<string> =>
    world.submitAs(speakingFor(buyerId, `did:key:${buyerId}`), licenceId, SPEC, newId('key'));
  const places = (...ids: string[]) => readJobs(world.store).queuePositions(ids);
  const claimed = async (count: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let i = 0; i < count; i += 1) ids.push((await claimJob(world.worker.store))!.jobId);
    return ids;
  };

  /** Another buyer with a licence like the world's own, in that co-op or in a new one with a dataset of its own. */
  async function party(cooperative: string): Promise<Party> {
    const [buyerId, licenceId] = [newId('org'), newId('lic')];
    const copy = (table: string, changes: Record<string, string>) =>
      world.sql(
        `insert into ${table} select (jsonb_populate_record(original, $1)).* from ${table} as original
         where cooperative_id = $2 limit 1 on conflict do nothing`,
        [JSON.stringify({ cooperative_id: cooperative, ...changes }), world.cooperative],
      );
    await world.sql(
      `insert into organization_projection (organization_id, did, name, kind, keys) values ($1, $2, 'Lab', 'BUYER', '[]')`,
      [buyerId, `did:key:${buyerId}`],
    );
    for (const table of [
      'charter',
      'dataset',
      'contribution',
      'contribution_verification',
      'consent',
      'consent_wrap',
      'standing',
      'offer',
    ]) {
      if (cooperative !== world.cooperative) await copy(table, {});
    }
    await copy('licence', { id: licenceId, buyer_id: buyerId });
    await world.store.transaction({ cooperative }, (tx) => tx.register(licenceId, cooperative));
    return { buyerId, licenceId };
  }

  beforeAll(async () => {
    world = await World.open();
    // One member is cohort enough here, so that copying a co-op copies a row of each table.
    await world.sql(`update charter set terms = jsonb_set(terms, '{privacy,cohortMinimum}', '1')`);
    await world.contributor([{ borough: 'Queens' }]);
    flooder = { buyerId: world.buyer, licenceId: world.licence };
    colleague = await party(world.cooperative);
    stranger = await party(newId('coop'));
    flood = [];
    for (let i = 0; i < FLOOD; i += 1) flood.push(await submit(flooder));
    ofColleague = await submit(colleague);
    ofStranger = await submit(stranger);
  });
  afterAll(() => world.close());

  test('moves nobody else further back than one turn, and everybody sees their place', async () => {
    const asked = [flood[0]!, ofStranger, ofColleague, flood[1]!, flood.at(-1)!];
    expect(await places(...asked)).toEqual([1, 2, 3, 4, FLOOD + 2]);
    expect(await claimed(4)).toEqual([flood[0], ofStranger, ofColleague, flood[1]]);
    expect(await places(flood[0]!, ofStranger, flood[2]!)).toEqual([null, null, 1]);
  });

  test('had the last turn, so whoever comes now is next', async () => {
    const later = await submit(colleague);
    expect(await places(later, flood[2]!)).toEqual([1, 2]);
    expect(await claimed(2)).toEqual([later, flood[2]]);
  });

  test('occupies workers that look at the same moment with different jobs', async () => {
    const leases = await Promise.all(Array.from({ length: 8 }, () => claimJob(world.worker.store)));
    expect(new Set(leases.map((lease) => lease?.jobId)).size).toBe(8);
  });

  test('is refused from the quota on, also when submitting at once, until one of them has ended', async () => {
    const submitted = await Promise.allSettled(
      Array.from({ length: JOBS_UNFINISHED_MAX }, () => submit(flooder)),
    );
    const refused = submitted.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(FLOOD);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'JOB_QUOTA_EXCEEDED' });
    const [queued] = submitted.filter((one) => one.status === 'fulfilled');
    await cancelComputeJob(world.store)(speakingFor(flooder.buyerId, 'did:key:x'), queued!.value);
    await submit(flooder);
    await expect(submit(flooder)).rejects.toMatchObject({ code: 'JOB_QUOTA_EXCEEDED' });
    await submit(colleague);
  });

  test('sees its places come true over time, whoever takes the jobs, until a worker that died gives one back', async () => {
    // Nobody's lease ends by itself meanwhile, however slow the machine is.
    const holdAll = () =>
      world.sql(
        `update compute_job set lease_until = clock_timestamp() + interval '1 day' where state = 'RUNNING'`,
      );
    await holdAll();
    const waiting = await world.sql<{ id: string }>(`select id from compute_job where state = 'QUEUED'`);
    const ids = waiting.map(({ id }) => id);
    const told = await places(...ids);
    const inOrder = ids.toSorted((a, b) => told[ids.indexOf(a)]! - told[ids.indexOf(b)]!);
    expect(told.toSorted((a, b) => a! - b!)).toEqual(ids.map((_, index) => index + 1));
    for (let taken = 1; taken <= 8; taken += 1) {
      expect(await claimed(1)).toEqual([inOrder[taken - 1]]);
      await holdAll();
      expect(await places(...inOrder)).toEqual(
        inOrder.map((_, index) => (index < taken ? null : index + 1 - taken)),
      );
    }
    await world.sql('update compute_job set lease_until = clock_timestamp() where id = $1', [inOrder[0]]);
    const [again, next] = await places(inOrder[0]!, inOrder[8]!);
    expect([again, next]).toContain(1);
    expect(again).toBeLessThanOrEqual(4);
  });
});
