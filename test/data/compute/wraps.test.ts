import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { charterTerms } from '../support/charter.js';
import { WorkerBeside, consentInput, licenceInForce } from '../support/workerBeside.js';
import { World, type Buyer, type Member } from '../support/world.js';

const DAY_SECONDS = 86_400;
const SPEC = { measures: [{ kind: 'COUNT' }], epsilon: '0.1' };
const CONSENTS = `query C($r: [_Any!]!) {
  _entities(representations: $r) { ... on Member { consents(first: 100) { nodes { id state wrapState } } } } }`;
/** Of each of ten members. */
const BAD_EACH = 2;
/** As many as one may have: with one live consent, that is twenty. */
const MORE_BAD_EACH = 19;

/** Consents whose wraps a vandal, or a broken wallet, made; all of them through the service's own door. */
describe('a wrap', () => {
  let world: World;
  let worker: WorkerBeside;
  let cooperative: string;
  let dataset: string;
  let licence: string;
  let buyer: Buyer;
  let honest: Member[];
  let vandals: Member[];
  let days = 0;

  beforeAll(async () => {
    world = await World.open();
    const privacy = { epsilonPerBuyerMicro: 1_000_000, cohortMinimum: 10 };
    cooperative = await world.found(charterTerms({ privacy }));
    const steward = await world.admit(cooperative, 'STEWARD');
    buyer = await world.register();
    dataset = await world.publish(steward, { rowsPerMemberMax: 20 });
    await world.offer(steward, dataset);
    worker = await WorkerBeside.open(world);
    vandals = await contributors(10);
    honest = await contributors(9);
    licence = await licenceInForce(world, dataset, buyer);
  });
  afterAll(async () => {
    await worker.close();
    await world.stop();
  });

  async function contributors(count: number): Promise<Member[]> {
    const members: Member[] = [];
    for (let i = 0; i < count; i += 1) {
      const member = await world.admit(cooperative);
      await world.contribute(member, dataset, 2);
      members.push(member);
    }
    return members;
  }

  async function grant(member: Member, given: Parameters<typeof consentInput>[3] = {}) {
    const input = await consentInput(member, dataset, worker.key, given);
    await world.did(member.did, 'grantConsent', input);
    return input;
  }

  async function grantBad(each: number): Promise<void> {
    for (const vandal of vandals) {
      const all = Array.from({ length: each }, () => grant(vandal, { id: lowId(), wrap: garbage() }));
      await Promise.all(all);
    }
  }

  async function wrapStates({ did, memberId }: Member): Promise<string[]> {
    const representations = [{ __typename: 'Member', id: memberId }];
    const { _entities } = await world.must<{
      _entities: { consents: { nodes: { state: string; wrapState: string }[] } }[];
    }>(did, CONSENTS, { r: representations });
    return _entities[0]!.consents.nodes.map(({ state, wrapState }) => `${state} ${wrapState}`);
  }

  const submit = () =>
    world.mutate(buyer.did, 'submitComputeJob', { licence, spec: SPEC, idempotencyKey: randomKey() });
  const randomKey = () => randomBytes(8).toString('hex');
  const garbage = () => randomBytes(80).toString('base64url');
  /** Below every id that a wallet makes, as those are made of the time. */
  let low = 0;
  const lowId = () => `cns_${String((low += 1)).padStart(26, '0')}`;

  test('of random bytes does not count, however many there are, and its member is told', async () => {
    await grantBad(BAD_EACH);
    for (const member of honest) await grant(member);
    expect(await wrapStates(vandals[0]!)).toEqual(Array(BAD_EACH).fill('GRANTED UNVERIFIED'));
    expect((await submit()).codes).toEqual(['COHORT_TOO_SMALL']);
    // One look is enough for everybody to have had a turn: the first of each member comes before the second of any.
    await worker.openWraps(vandals.length + honest.length);
    for (const member of honest) expect(await wrapStates(member)).toEqual(['GRANTED OPENED']);
    await worker.openAll();
    expect(await wrapStates(vandals[0]!)).toEqual(Array(BAD_EACH).fill('GRANTED SET_ASIDE'));
    expect((await submit()).codes).toEqual(['COHORT_TOO_SMALL']);
    const told = await world.service.journalled('ConsentSetAside', vandals.length * BAD_EACH);
    expect(told).toHaveLength(vandals.length * BAD_EACH);
    expect(new Set(told.map(({ values }) => values.memberId))).toEqual(
      new Set(vandals.map(({ memberId }) => memberId)),
    );
    const opened = await world.service.journal('ConsentOpened');
    expect(opened.map(({ values }) => values.memberId).sort()).toEqual(
      honest.map(({ memberId }) => memberId).sort(),
    );
  });

  test('that does not open is destroyed, and takes no place: its member consents anew', async () => {
    const bad = async () =>
      (
        await world.service.sql(
          `select 1 from consent_wrap w join consent c on c.id = w.consent_id where c.wrap_opened_at is null`,
        )
      ).length;
    await world.until(async () => (await bad()) === 0, 'the bad wraps to be destroyed');
    await grant(vandals[0]!);
    expect((await submit()).codes).toEqual(['COHORT_TOO_SMALL']);
    await worker.openAll();
    const job = await submit();
    expect(job.codes).toEqual([]);
    await worker.work();
    const asked = 'query J($id: ID!) { computeJob(id: $id) { state gates { members } } }';
    const id = job.data.submitComputeJob.id as string;
    expect((await world.must<{ computeJob: object }>(buyer.did, asked, { id })).computeJob).toEqual({
      state: 'RELEASED',
      gates: { members: 10 },
    });
  });

  test.each([
    {
      name: 'of another consent',
      given: async () => ({ wrap: (await consentInput(vandals[1]!, dataset, worker.key)).wrap }),
    },
    {
      name: 'of another member',
      given: async () => ({ wrap: (await consentInput(honest[0]!, dataset, worker.key)).wrap }),
    },
    {
      name: 'of more bytes than a key has',
      given: () => Promise.resolve({ datasetKey: Uint8Array.from(randomBytes(64)) }),
    },
  ])('$name is set aside', async ({ given }) => {
    const before = (await wrapStates(vandals[1]!)).length;
    await grant(vandals[1]!, await given());
    await worker.openAll();
    expect(await wrapStates(vandals[1]!)).toEqual(Array(before + 1).fill('GRANTED SET_ASIDE'));
  });

  test('that does not open stops no other from being made anew, and keeps no key', async () => {
    await grantBad(MORE_BAD_EACH);
    await world.service.setClock((days += 91) * DAY_SECONDS);
    await worker.renewKeys(90 * DAY_SECONDS * 1_000);
    const [{ moved }] = (await world.service.sql<{ moved: number }>(
      'select count(*)::int as moved from consent where key_version = 2',
    )) as [{ moved: number }];
    expect(moved).toBe(honest.length + 1);
    await world.service.setClock((days += 1) * DAY_SECONDS);
    await worker.renewKeys(90 * DAY_SECONDS * 1_000);
    await expect(worker.ports.keys.pair(1)).rejects.toThrow('no key');
    expect((await submit()).codes).toEqual([]);
  });
});
