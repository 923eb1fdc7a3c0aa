import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import { charterTerms } from '../support/charter.js';
import { WorkerBeside, consentInput, licenceInForce } from '../support/workerBeside.js';
import { World, type Buyer, type Member } from '../support/world.js';

const SPEC = { groupBy: [{ column: 'borough' }], measures: [{ kind: 'COUNT' }], epsilon: '0.4' };
const JOB = `id kind state queuePosition spec submittedAt finishedAt cost { amountMinor currency } epsilon refusal
  licence { id } gates { records used members }`;
const RESULT = 'result { rows measures epsilon rowsPerMember method }';
const GATES = 'exactGates { records used members stoppedByConsent stoppedByPurpose }';

let world: World;
let worker: WorkerBeside;
let cooperative: string;
let dataset: string;
let licence: string;
let buyer: Buyer;
let rival: Buyer;
let steward: Member;
let auditor: Member;
let member: Member;
let foreigner: Member;

beforeAll(async () => {
  world = await World.open();
  cooperative = await world.found(
    charterTerms({ privacy: { epsilonPerBuyerMicro: 1_000_000, cohortMinimum: 10 } }),
  );
  steward = await world.admit(cooperative, 'STEWARD');
  auditor = await world.admit(cooperative, 'AUDITOR');
  foreigner = await world.admit(await world.found(), 'STEWARD', 'AUDITOR');
  [buyer, rival] = [await world.register(), await world.register()];
  dataset = await world.publish(steward);
  await world.offer(steward, dataset);
  worker = await WorkerBeside.open(world);
  for (let i = 0; i < 11; i += 1) {
    member = await world.admit(cooperative);
    await world.contribute(member, dataset, 5);
    await world.did(member.did, 'grantConsent', await consentInput(member, dataset, worker.key));
  }
  await worker.openAll();
  licence = await licenceInForce(world, dataset, buyer);
});
afterAll(async () => {
  await worker.close();
  await world.stop();
});

describe('a job through the schema', () => {
  let job: string;

  test('is estimated, submitted, run, and read by its buyer', async () => {
    const estimate = `query E($input: EstimateJobInput!) { estimateJob(input: $input) {
      cost { amountMinor currency } epsilon remaining affordable cohortMet keys rowsPerMember errors { name kind count sum } } }`;
    const { estimateJob } = await world.must<{ estimateJob: object }>(buyer.did, estimate, {
      input: { licence, spec: SPEC },
    });
    expect(estimateJob).toEqual({
      cost: { amountMinor: '0', currency: 'USD' },
      epsilon: '0.4',
      remaining: '1',
      affordable: true,
      cohortMet: true,
      keys: 2,
      rowsPerMember: 20,
      errors: [{ name: 'count', kind: 'COUNT', count: 150, sum: null }],
    });
    const input = { licence, spec: SPEC, idempotencyKey: 'first' };
    const submitted = await world.mutate(buyer.did, 'submitComputeJob', input, `${JOB} ${RESULT}`);
    expect(submitted.codes).toEqual([]);
    expect(submitted.data.submitComputeJob).toMatchObject({
      kind: 'AGGREGATE',
      state: 'QUEUED',
      queuePosition: 1,
      epsilon: '0.4',
      licence: { id: licence },
      result: null,
      gates: null,
    });
    expect(submitted.extensions?.journalPosition).toBeDefined();
    job = submitted.data.submitComputeJob.id as string;
    await worker.work();
    const { computeJob } = await read(buyer.did, `${JOB} ${RESULT}`);
    expect(computeJob).toMatchObject({
      state: 'RELEASED',
      queuePosition: null,
      gates: { records: 50, used: 50, members: 10 },
      result: { epsilon: '0.4', rowsPerMember: 20 },
    });
    expect(computeJob.result.rows.map((row: { key: object }) => row.key)).toEqual([
      { borough: 'Bronx' },
      { borough: 'Queens' },
    ]);
  });

  test('is shown to stewards and auditors without its result', async () => {
    for (const { did } of [steward, auditor]) {
      expect((await read(did, JOB)).computeJob.state).toBe('RELEASED');
      const asked = await ask(did, RESULT);
      expect(asked.codes).toEqual(['FORBIDDEN']);
      expect(asked.data.computeJob.result).toBeNull();
    }
  });

  test('shows exact counts to auditors and nobody else', async () => {
    expect((await read(auditor.did, GATES)).computeJob.exactGates).toMatchObject({
      records: 55,
      used: 55,
      members: 11,
    });
    for (const { did } of [buyer, steward]) expect((await ask(did, GATES)).codes).toEqual(['FORBIDDEN']);
  });

  test('is nothing to anybody else', async () => {
    for (const did of [undefined, rival.did, member.did, foreigner.did]) {
      const asked = await ask(did, 'id');
      expect([asked.data.computeJob, asked.codes]).toEqual([null, []]);
    }
    expect((await ask(buyer.did, 'id', newId('job'))).data.computeJob).toBeNull();
    expect((await ask(buyer.did, 'id', 'job 1')).codes).toEqual(['BAD_USER_INPUT']);
  });

  test('stands in the lists of its licence and its buyer', async () => {
    const { licence: found } = await world.must<{ licence: { jobs: { nodes: { id: string }[] } } }>(
      buyer.did,
      'query L($id: ID!) { licence(id: $id) { jobs { nodes { id } pageInfo { hasNextPage } } } }',
      { id: licence },
    );
    expect(found.jobs.nodes).toEqual([{ id: job }]);
    const ofOrganization = `query O($r: [_Any!]!) { _entities(representations: $r) { ... on Organization { jobs { nodes { id } } } } }`;
    const representations = [{ __typename: 'Organization', id: buyer.id }];
    const own = await world.service.ask(buyer.did, ofOrganization, { r: representations });
    expect(own.data._entities[0].jobs.nodes).toEqual([{ id: job }]);
    expect((await world.service.ask(rival.did, ofOrganization, { r: representations })).codes).toEqual([
      'FORBIDDEN',
    ]);
  });

  test('is found by reference only by those who may see it', async () => {
    const query = `query R($r: [_Any!]!) { _entities(representations: $r) { ... on ComputeJob { id state } } }`;
    const r = [{ __typename: 'ComputeJob', id: job, buyerId: rival.id, state: 'QUEUED' }];
    expect((await world.service.ask(buyer.did, query, { r })).data._entities).toEqual([
      { id: job, state: 'RELEASED' },
    ]);
    expect((await world.service.ask(rival.did, query, { r })).data._entities).toEqual([null]);
  });

  test('leaves a line in the access log of each member, with their records', async () => {
    const query = `query A($r: [_Any!]!) { _entities(representations: $r) { ... on Member { accessLog { nodes { records purpose } } } } }`;
    const r = [{ __typename: 'Member', id: member.memberId }];
    const answer = await world.service.ask(member.did, query, { r });
    expect(answer.data._entities[0].accessLog.nodes).toEqual([
      { records: 5, purpose: 'dpv:AcademicResearch' },
    ]);
  });

  test('cannot be cancelled any more', async () => {
    expect((await world.mutate(buyer.did, 'cancelComputeJob', { job })).codes).toEqual([
      'JOB_NOT_CANCELLABLE',
    ]);
    expect((await world.mutate(rival.did, 'cancelComputeJob', { job })).codes).toEqual(['NOT_FOUND']);
    expect((await world.mutate(member.did, 'cancelComputeJob', { job })).codes).toEqual(['FORBIDDEN']);
    expect((await world.mutate(undefined, 'cancelComputeJob', { job })).codes).toEqual(['UNAUTHENTICATED']);
  });

  const ask = (did: string | undefined, fields: string, id = job) =>
    world.service.ask(did, `query J($id: ID!) { computeJob(id: $id) { ${fields} } }`, { id });
  const read = (did: string, fields: string) =>
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of many shapes
    world.must<any>(did, `query J($id: ID!) { computeJob(id: $id) { ${fields} } }`, { id: job });
});

describe('submitting through the schema', () => {
  const submit = (did: string | undefined, input: Record<string, unknown> = {}) =>
    world.mutate(did, 'submitComputeJob', { licence, spec: SPEC, idempotencyKey: newId('key'), ...input });

  test('is refused to all but the licence’s buyer', async () => {
    expect((await submit(undefined)).codes).toEqual(['UNAUTHENTICATED']);
    expect((await submit(member.did)).codes).toEqual(['FORBIDDEN']);
    expect((await submit(steward.did)).codes).toEqual(['FORBIDDEN']);
    expect((await submit(rival.did)).codes).toEqual(['NOT_FOUND']);
    expect((await submit(buyer.did, { licence: newId('lic') })).codes).toEqual(['NOT_FOUND']);
    expect((await submit(buyer.did, { licence: dataset })).codes).toEqual(['BAD_USER_INPUT']);
  });

  test('is refused for what does not fit, and beyond the budget', async () => {
    expect((await submit(buyer.did, { spec: { ...SPEC, groupBy: [{ column: 'fare' }] } })).codes).toEqual([
      'JOB_SPEC_INVALID',
    ]);
    const beyond = await submit(buyer.did, { spec: { ...SPEC, epsilon: '0.7' } });
    expect(beyond.codes).toEqual(['BUDGET_EXHAUSTED']);
    expect(beyond.errors?.[0]?.extensions).toMatchObject({
      epsilon: '0.7',
      remaining: '0.6',
      retry: 'corrected',
    });
  });
});

describe('the privacy budget of a dataset', () => {
  const budget = async (did?: string) => {
    const query = 'query D($id: ID!) { dataset(id: $id) { privacyBudget { total spent remaining } } }';
    return (await world.must<{ dataset: { privacyBudget: object } }>(did, query, { id: dataset })).dataset
      .privacyBudget;
  };

  test('is what the charter grants to everybody, and what is left to each buyer', async () => {
    expect(await budget()).toEqual({ total: '1', spent: null, remaining: null });
    expect(await budget(member.did)).toEqual({ total: '1', spent: null, remaining: null });
    expect(await budget(buyer.did)).toEqual({ total: '1', spent: '0.4', remaining: '0.6' });
    expect(await budget(rival.did)).toEqual({ total: '1', spent: '0', remaining: '1' });
  });
});
