import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalize } from '../../../subgraphs/kit/domain/canonical.js';
import { publicKeyFromMultibase } from '../../../subgraphs/kit/domain/didKey.js';
import { verifyEd25519 } from '../../../subgraphs/kit/domain/ed25519.js';
import { contributionBy } from '../../../wallet/actions/contributing.js';
import { erasureBy } from '../../../wallet/actions/leaving.js';
import type { Row } from '../../../wallet/index.js';
import { charterTerms } from '../support/charter.js';
import { WorkerBeside, consentInput, licenceInForce } from '../support/workerBeside.js';
import { World, datasetInput, key, type Buyer, type Member } from '../support/world.js';

const ROWS = 'received valid invalid empty excess repeated counted';
const VERIFICATION = `id verification { readable rows { ${ROWS} } statement signature key }`;
const EMPTY_ROWS = 10_000;

interface Verification {
  readable: boolean;
  rows: Record<string, number>;
  statement: { cid: string; revision: number; rows: Record<string, number> };
  signature: string;
  key: string;
}

/** Who would be paid without data; all of it through the service's own door. */
describe('the rows of a contribution', () => {
  let world: World;
  let worker: WorkerBeside;
  let cooperative: string;
  let steward: Member;
  let auditor: Member;
  let dataset: string;

  beforeAll(async () => {
    world = await World.open();
    const privacy = { epsilonPerBuyerMicro: 1_000_000, cohortMinimum: 10 };
    cooperative = await world.found(charterTerms({ privacy }));
    steward = await world.admit(cooperative, 'STEWARD');
    auditor = await world.admit(cooperative, 'AUDITOR');
    dataset = await world.publish(steward, { rowsPerMemberMax: EMPTY_ROWS, ...keyed(['trip']) });
    worker = await WorkerBeside.open(world);
  });
  afterAll(async () => {
    await worker.close();
    await world.stop();
  });

  /** With a column `trip`, by which rows are told from their repeats, and a fare that is required. */
  function keyed(rowKey: string[] | null) {
    const { columns } = datasetInput(cooperative) as { columns: Record<string, unknown>[] };
    const trip = { name: 'trip', type: 'TEXT', meaning: 'number of the trip', sensitivity: 'ORDINARY' };
    const required = columns.map((column) => ({ ...column, required: column.name === 'fare' }));
    return { columns: [...required, trip], rowKey };
  }

  const trips = (...names: string[]): Row[] => names.map((trip) => ({ trip, fare: 10, borough: 'Bronx' }));

  async function contribute(
    member: Member,
    rows: readonly Row[],
    { into = dataset, declared = rows.length }: { into?: string; declared?: number } = {},
  ): Promise<string> {
    const input = (await contributionBy(member.signingKey, into, member.datasetKey(into), rows))
      .input as object;
    return (await world.did(member.did, 'contribute', { ...input, recordCount: declared })).id;
  }

  async function newMember(into = dataset): Promise<Member> {
    const member = await world.admit(cooperative);
    await world.did(member.did, 'grantConsent', await consentInput(member, into, worker.key));
    return member;
  }

  /** What the member reads of their own contribution. */
  async function verification({ did, memberId }: Member, contribution: string): Promise<Verification | null> {
    const query = `query V($r: [_Any!]!) { _entities(representations: $r) { ... on Member {
      contributions(first: 100) { nodes { ${VERIFICATION} } } } } }`;
    const r = [{ __typename: 'Member', id: memberId }];
    const { _entities } = await world.must<{
      _entities: { contributions: { nodes: { id: string; verification: Verification | null }[] } }[];
    }>(did, query, { r });
    return _entities[0]!.contributions.nodes.find(({ id }) => id === contribution)!.verification;
  }

  const counted = async (member: Member, contribution: string) =>
    (await verification(member, contribution))?.rows.counted;

  test('are looked into once a consent has opened, and not before', async () => {
    const member = await world.admit(cooperative);
    const contribution = await contribute(member, trips('before consent'));
    await worker.openAll();
    expect(await verification(member, contribution)).toBeNull();
    await world.did(member.did, 'grantConsent', await consentInput(member, dataset, worker.key));
    await worker.openAll();
    expect(await counted(member, contribution)).toBe(1);
  });

  test('count for nothing when ten thousand of them are empty', async () => {
    const member = await newMember();
    const contribution = await contribute(
      member,
      Array.from({ length: EMPTY_ROWS }, () => ({})),
    );
    await worker.openAll();
    expect((await verification(member, contribution))?.rows).toEqual({
      ...{ received: EMPTY_ROWS, valid: 0, invalid: 0, empty: EMPTY_ROWS },
      ...{ excess: 0, repeated: 0, counted: 0 },
    });
    const told = await world.service.journal('ContributionVerified');
    const entry = told.find(({ values }) => values.contribution === contribution);
    expect(entry?.values).toMatchObject({ memberId: member.memberId, rows: { counted: 0 } });
  });

  test('are those that the worker found, whatever a wallet declares', async () => {
    const member = await newMember();
    const three = await contribute(member, trips('d1', 'd2', 'd3'), { declared: 1_000 });
    const five = await contribute(member, trips('d4', 'd5', 'd6', 'd7', 'd8'), { declared: 2 });
    await worker.openAll();
    expect((await verification(member, three))?.rows).toMatchObject({ received: 3, counted: 3 });
    expect((await verification(member, five))?.rows).toMatchObject({ received: 5, excess: 3, counted: 2 });
  });

  test('lack what is required, do not fit or say nothing, and are told apart', async () => {
    const member = await newMember();
    const rows: Row[] = [
      ...trips('m1'),
      { trip: 'm2', borough: 'Bronx' },
      { trip: null, fare: 3 },
      { trip: 'm3', fare: 'ten' },
      { trip: 'm4', fare: 1, name: 'Ann' },
      { trip: null, fare: null },
      { trip: '  ' },
      {},
    ];
    const contribution = await contribute(member, rows);
    await worker.openAll();
    expect((await verification(member, contribution))?.rows).toEqual({
      ...{ received: 8, valid: 1, invalid: 4, empty: 3 },
      ...{ excess: 0, repeated: 0, counted: 1 },
    });
  });

  test('that two members bring count once, for the first; and for the second once the first takes them back', async () => {
    const [first, second, third] = [await newMember(), await newMember(), await newMember()];
    // The order is that of the journal, in whichever order they are opened.
    const same = trips('s1', 's2', 's3');
    const ofFirst = await contribute(first, same);
    const ofSecond = await contribute(second, [...same, ...trips('s4')]);
    const ofThird = await contribute(third, trips('S1 ', 's2', 's5', 's5'));
    await worker.openAll();
    const all = async () => [
      await counted(first, ofFirst),
      await counted(second, ofSecond),
      await counted(third, ofThird),
    ];
    expect(await all()).toEqual([3, 1, 1]);
    expect((await verification(third, ofThird))?.rows).toMatchObject({ valid: 4, repeated: 3 });
    await world.did(first.did, 'withdrawContribution', { contribution: ofFirst });
    await worker.openAll();
    expect((await all()).slice(1)).toEqual([4, 1]);
    expect((await verification(second, ofSecond))?.statement.revision).toBe(2);
    const left = 'select 1 from row_key_hash where contribution_id = $1';
    expect(await world.service.sql(left, [ofFirst])).toEqual([]);
    const { input } = erasureBy(second.signingKey, cooperative);
    await world.did(second.did, 'eraseMyData', input as Record<string, unknown>, 'erasedAt');
    await worker.openAll();
    expect(await counted(third, ofThird)).toBe(3);
    for (const table of ['row_key_hash', 'contribution_verification']) {
      const kept = `select 1 from ${table} where contribution_id = $1`;
      expect(await world.service.sql(kept, [ofSecond])).toEqual([]);
    }
  });

  test('that are contributed first and consented to last take their keys back', async () => {
    const early = await world.admit(cooperative);
    const late = await newMember();
    const ofEarly = await contribute(early, trips('o1', 'o2'));
    const ofLate = await contribute(late, trips('o1', 'o2'));
    await worker.openAll();
    expect(await counted(late, ofLate)).toBe(2);
    await world.did(early.did, 'grantConsent', await consentInput(early, dataset, worker.key));
    await worker.openAll();
    expect([await counted(early, ofEarly), await counted(late, ofLate)]).toEqual([2, 0]);
  });

  test('repeat nothing in a dataset whose rows have no key', async () => {
    const into = await world.publish(steward, keyed(null));
    const member = await newMember(into);
    const contribution = await contribute(member, trips('k', 'k'), { into });
    await worker.openAll();
    expect((await verification(member, contribution))?.rows).toMatchObject({ repeated: 0, counted: 2 });
  });

  test('under another key than the one that was wrapped are nothing, until a consent wraps it', async () => {
    const member = await world.admit(cooperative);
    const stranger = await world.admit(cooperative);
    const { input } = await contributionBy(
      member.signingKey,
      dataset,
      stranger.datasetKey(dataset),
      trips('w1'),
    );
    const { id } = await world.did(member.did, 'contribute', input as Record<string, unknown>);
    await world.did(member.did, 'grantConsent', await consentInput(member, dataset, worker.key));
    await worker.openAll();
    expect(await verification(member, id)).toMatchObject({
      readable: false,
      rows: { received: 0, counted: 0 },
    });
    const given = { datasetKey: stranger.datasetKey(dataset) };
    await world.did(member.did, 'grantConsent', await consentInput(member, dataset, worker.key, given));
    await worker.openAll();
    expect(await verification(member, id)).toMatchObject({ readable: true, rows: { counted: 1 } });
  });

  test('are signed for, and what was signed names nobody', async () => {
    const member = await newMember();
    const contribution = await contribute(member, trips('p1'));
    await worker.openAll();
    const { statement, signature, key: by } = (await verification(member, contribution))!;
    const { computeKey } = await world.must<{ computeKey: { statementKeys: string[] } }>(
      undefined,
      '{ computeKey { statementKeys } }',
    );
    expect(computeKey.statementKeys).toContain(by);
    const isSigned = (signed: object) =>
      verifyEd25519(
        Buffer.from(canonicalize(signed), 'utf8'),
        Buffer.from(signature, 'base64url'),
        publicKeyFromMultibase(by),
      );
    expect(isSigned(statement)).toBe(true);
    expect(isSigned({ ...statement, rows: { ...statement.rows, counted: 2 } })).toBe(false);
    expect(JSON.stringify(statement)).not.toMatch(new RegExp(`${member.memberId}|${contribution}|T\\d\\d:`));
  });

  describe('are audited', () => {
    const AUDIT = `query A($id: ID!, $after: ID) { dataset(id: $id) { verifiedContributions(first: 3, after: $after) {
      nodes { pseudonym statement signature key } pageInfo { hasNextPage endCursor } } } }`;

    test('under pseudonyms, page by page, by auditors alone', async () => {
      for (const { did } of [steward, await newMember()]) {
        expect((await world.service.ask(did, AUDIT, { id: dataset })).codes).toEqual(['FORBIDDEN']);
      }
      const seen: { pseudonym: string; statement: Verification['statement'] }[] = [];
      let after: string | null = null;
      do {
        const answer: {
          dataset: {
            verifiedContributions: {
              nodes: typeof seen;
              pageInfo: { hasNextPage: boolean; endCursor: string };
            };
          };
        } = await world.must(auditor.did, AUDIT, { id: dataset, after });
        const { nodes, pageInfo } = answer.dataset.verifiedContributions;
        seen.push(...nodes);
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after);
      expect(new Set(seen.map(({ statement }) => statement.cid)).size).toBe(seen.length);
      const [total] = await world.service.sql<{ counted: number }>(
        `select sum(counted)::int as counted from contribution_verification v join contribution c on c.id = v.contribution_id
         where v.dataset_id = $1 and c.sealed_key is not null`,
        [dataset],
      );
      expect(seen.reduce((sum, { statement }) => sum + statement.rows.counted!, 0)).toBe(total!.counted);
      expect(JSON.stringify(seen)).not.toMatch(/mem_|ctb_|did:key/);
    });
  });

  describe('in a computation', () => {
    let buyer: Buyer;
    let licence: string;
    let into: string;

    beforeAll(async () => {
      into = await world.publish(steward, keyed(['trip']));
      await world.offer(steward, into);
      buyer = await world.register();
      licence = await licenceInForce(world, into, buyer);
    });

    const submit = () => {
      const spec = { measures: [{ kind: 'COUNT' }], epsilon: '0.4' };
      return world.mutate(buyer.did, 'submitComputeJob', { licence, spec, idempotencyKey: key() });
    };

    test('are used as they were counted: a thief is in no cohort, and a copier has the use of nobody else’s', async () => {
      const thief = await newMember(into);
      await contribute(
        thief,
        Array.from({ length: 20 }, () => ({})),
        { into },
      );
      const honest: Member[] = [];
      for (let i = 0; i < 9; i += 1) {
        const member = await newMember(into);
        await contribute(member, trips(`${i} a`, `${i} b`), { into });
        honest.push(member);
      }
      await worker.openAll();
      expect((await submit()).codes).toEqual(['COHORT_TOO_SMALL']);
      const copier = await newMember(into);
      await contribute(copier, [...trips('0 a', '1 a', 'own'), {}], { into });
      await worker.openAll();
      const job = await submit();
      expect(job.codes).toEqual([]);
      await worker.work();
      const uses = (await world.service.journal('UsageMetered')).flatMap(
        ({ values }) => values.uses as { memberId: string; records: number; qualityBp: number }[],
      );
      expect(uses).toHaveLength(10);
      expect(uses.filter(({ memberId }) => memberId === thief.memberId)).toEqual([]);
      expect(uses.find(({ memberId }) => memberId === copier.memberId)).toEqual({
        memberId: copier.memberId,
        records: 1,
        qualityBp: 2_500,
      });
      for (const { memberId } of honest) {
        expect(uses.find((use) => use.memberId === memberId)).toMatchObject({
          records: 2,
          qualityBp: 10_000,
        });
      }
    });
  });
});
