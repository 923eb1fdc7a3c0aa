import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { orderOf } from '../support/orders.js';
import { person } from '../support/people.js';
import { startMembership } from './support/fixture.js';
import type { Fixture, Founded } from './support/fixture.js';

describe('what is seen of a member', () => {
  let fixture: Fixture;
  let drivers: Founded;
  let growers: Founded;
  const ada = person('ada');
  const bea = person('bea');
  const auditor = person('auditor');
  const foreigner = person('foreigner');
  const buyer = person('buyer');
  let adaId: string;
  let organizationId: string;

  beforeAll(async () => {
    fixture = await startMembership();
    drivers = await fixture.found('drivers');
    growers = await fixture.found('growers');
    adaId = await fixture.join(drivers, ada);
    await fixture.join(drivers, bea);
    const auditorId = await fixture.join(drivers, auditor);
    await fixture.mutate(drivers.founder.did, 'grantRole', { member: auditorId, role: 'AUDITOR' });
    await fixture.join(growers, foreigner);
    const registered = await fixture.mutate(
      buyer.did,
      'registerOrganization',
      { name: 'Acme', kind: 'BUYER' },
      'id',
    );
    organizationId = registered.data.id as string;
  });
  afterAll(() => fixture.service.stop());

  /** By the name of who asks; the founder is a steward. */
  const asks: Record<string, () => string | undefined> = {
    anonymous: () => undefined,
    herself: () => ada.did,
    'another member': () => bea.did,
    'a steward': () => drivers.founder.did,
    'an auditor': () => auditor.did,
    'a foreign steward': () => growers.founder.did,
    'a foreign member': () => foreigner.did,
    'a buyer': () => buyer.did,
    'an operator': () => fixture.operator.did,
  };
  const NONE = 'null';
  const outsiders = ['anonymous', 'a foreign steward', 'a foreign member', 'a buyer', 'an operator'];
  const cells: Record<string, Record<string, string>> = {
    id: { herself: 'seen', 'another member': 'seen', 'a steward': 'seen', 'an auditor': 'seen' },
    standing: { herself: 'seen', 'another member': 'seen', 'a steward': 'seen', 'an auditor': 'seen' },
    joinedAt: { herself: 'seen', 'another member': 'seen', 'a steward': 'seen', 'an auditor': 'seen' },
    'roles { role }': {
      herself: 'seen',
      'another member': 'seen',
      'a steward': 'seen',
      'an auditor': 'seen',
    },
    did: { herself: 'seen', 'another member': 'FORBIDDEN', 'a steward': 'seen', 'an auditor': 'seen' },
    displayName: { herself: 'seen', 'another member': NONE, 'a steward': 'seen', 'an auditor': 'seen' },
    'credential { document }': {
      herself: 'seen',
      'another member': 'FORBIDDEN',
      'a steward': 'FORBIDDEN',
      'an auditor': 'FORBIDDEN',
    },
    'authenticators { key }': {
      herself: 'seen',
      'another member': 'FORBIDDEN',
      'a steward': 'FORBIDDEN',
      'an auditor': 'FORBIDDEN',
    },
  };

  const table = Object.entries(cells).flatMap(([field, row]) =>
    Object.entries(row).map(([who, want]) => ({ field, who, want })),
  );
  it.each(table)('$field by $who: $want', async ({ field, who, want }) => {
    const { data, codes } = await fixture.service.ask(
      asks[who]!(),
      `query ($id: ID!) { member(id: $id) { it: ${field} } }`,
      { id: adaId },
    );
    const seen = data?.member?.it ?? null;
    expect(codes[0] ?? (seen === null ? NONE : 'seen')).toBe(want);
  });

  it.each(outsiders)('nothing by %s, to whom she looks as if she did not exist', async (who) => {
    const ask = (id: string) =>
      fixture.service.ask(asks[who]!(), 'query ($id: ID!) { member(id: $id) { id standing } }', { id });
    const present = await ask(adaId);
    expect(present).toEqual(await ask(newId('mem')));
    expect(present.data).toEqual({ member: null });
    const entities = await fixture.service.ask(
      asks[who]!(),
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { id displayName } } }',
      { r: [{ __typename: 'Member', id: adaId, displayName: 'believe me', standing: 'ADMITTED' }] },
    );
    expect(entities.data).toEqual({ _entities: [null] });
  });

  it('her name by everybody who may see her, once she shares it', async () => {
    const share = (displayName: string | null, shared: boolean) =>
      fixture.mutate(
        ada.did,
        'setDisplayName',
        { cooperative: drivers.id, displayName, shared },
        'displayName',
      );
    const seenBy = async (did: string) =>
      (await fixture.service.ask(did, 'query ($id: ID!) { member(id: $id) { displayName } }', { id: adaId }))
        .data.member;
    expect((await share('Ada L.', true)).data).toEqual({ displayName: 'Ada L.' });
    expect(await seenBy(bea.did)).toEqual({ displayName: 'Ada L.' });
    await share('Ada L.', false);
    expect(await seenBy(bea.did)).toEqual({ displayName: null });
    expect((await share(' ', true)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await share('x'.repeat(81), true)).codes).toEqual(['BAD_USER_INPUT']);
    const others = { cooperative: drivers.id, displayName: 'king', shared: true };
    expect((await fixture.mutate(growers.founder.did, 'setDisplayName', others)).codes).toEqual([
      'FORBIDDEN',
    ]);
    expect((await fixture.mutate(undefined, 'setDisplayName', others)).codes).toEqual(['UNAUTHENTICATED']);
  });

  it('of a steward in office by anybody: that there is one, and no more than they share', async () => {
    const { data, codes } = await fixture.service.ask(
      undefined,
      '{ cooperative(slug: "drivers") { stewards { id displayName } } }',
    );
    expect(codes).toEqual([]);
    expect(data.cooperative.stewards).toEqual([{ id: drivers.founderId, displayName: null }]);
    const did = await fixture.service.ask(undefined, '{ cooperative(slug: "drivers") { stewards { did } } }');
    expect(did.codes).toEqual(['UNAUTHENTICATED']);
    expect(did.data.cooperative.stewards).toEqual([{ did: null }]);
  });

  describe('the list of members', () => {
    const LIST = `query ($s: MemberStanding, $n: Int!, $a: ID) { cooperative(slug: "drivers") {
      members(standing: $s, first: $n, after: $a) { totalCount nodes { id } pageInfo { endCursor hasNextPage } } } }`;
    const list = (did: string | undefined, variables: object = {}) =>
      fixture.service.ask(did, LIST, { n: 10, ...variables });

    it.each(Object.keys(asks))('is read by %s only as a steward or auditor', async (who) => {
      const { codes } = await list(asks[who]!());
      const wanted = { anonymous: ['UNAUTHENTICATED'], 'a steward': [], 'an auditor': [] }[who] ?? [
        'FORBIDDEN',
      ];
      expect(codes).toEqual(wanted);
    });

    it('comes page by page, no member twice or missed while others join', async () => {
      const seen: string[] = [];
      let after: string | null = null;
      for (let page = 0; page < 10; page++) {
        const members = (await list(drivers.founder.did, { n: 2, a: after })).data.cooperative.members;
        seen.push(...members.nodes.map(({ id }: { id: string }) => id));
        if (page === 0) await fixture.join(drivers, person('late'));
        if (!members.pageInfo.hasNextPage) break;
        after = members.pageInfo.endCursor as string;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toHaveLength(5);
    });

    it('is narrowed by standing', async () => {
      await fixture.apply(drivers.id, person('waiting'));
      const applied = (await list(drivers.founder.did, { s: 'APPLIED' })).data.cooperative.members;
      expect(applied).toMatchObject({ totalCount: 1 });
      expect((await list(drivers.founder.did, { n: 101 })).codes).toEqual(['BAD_USER_INPUT']);
    });
  });

  describe('entities', () => {
    const entities = (did: string | undefined, r: object[]) =>
      fixture.service.ask(
        did,
        `query ($r: [_Any!]!) { _entities(representations: $r) {
          ... on Cooperative { id slug } ... on Organization { name kind } ... on Member { standing } } }`,
        { r },
      );

    it('are found by each of their keys, and what is not there is null', async () => {
      const { data, codes } = await entities(bea.did, [
        { __typename: 'Cooperative', id: drivers.id },
        { __typename: 'Cooperative', slug: 'growers' },
        { __typename: 'Cooperative', id: newId('coop') },
        { __typename: 'Organization', id: organizationId },
        { __typename: 'Organization', id: newId('org') },
        { __typename: 'Member', id: adaId },
      ]);
      expect(codes).toEqual([]);
      expect(data._entities).toEqual([
        { id: drivers.id, slug: 'drivers' },
        { id: growers.id, slug: 'growers' },
        null,
        { name: 'Acme', kind: 'BUYER' },
        null,
        { standing: 'ADMITTED' },
      ]);
    });
  });

  describe('row-level security', () => {
    const rows = (scope: object, sql: string) =>
      fixture.service.service.store.transaction(scope, (tx) => tx.query(sql));
    const tables = ['cooperative', 'member', 'authenticator', 'departure', 'electorate', 'notification'];

    beforeAll(async () => {
      const leaver = person('leaver');
      const memberId = await fixture.join(growers, leaver);
      await fixture.mutate(leaver.did, 'exitCooperative', orderOf(leaver, 'Exit', growers.id));
      await fixture.service.tell('data', growers.id, 'MemberLeft', { memberId });
      const proposal = newId('prp');
      await fixture.service.tell('governance', growers.id, 'OpeningRequested', {
        proposal,
        kind: 'RESOLUTION',
      });
      const times = { opensAt: '2026-03-01T00:00:00.000Z', closesAt: '2026-03-08T00:00:00.000Z' };
      await fixture.service.tell('governance', growers.id, 'ProposalOpened', {
        proposal,
        title: 'x',
        ...times,
      });
    });

    it.each(tables)('shows no row of %s without its tenant, and there are some', async (table) => {
      const [owner] = await fixture.service.sql<{ count: number }>(
        `select count(*)::int as count from ${table} where cooperative_id = $1`,
        [growers.id],
      );
      expect(owner!.count).toBeGreaterThan(0);
      const visible = `select cooperative_id from ${table} where cooperative_id = '${growers.id}'`;
      expect(await rows({}, visible)).toEqual([]);
      expect(await rows({ cooperative: drivers.id }, visible)).toEqual([]);
      expect(await rows({ cooperative: growers.id }, visible)).toHaveLength(owner!.count);
    });

    it('shows one co-op’s members to its own tenant and each person their own', async () => {
      const byTenant = (await rows({ cooperative: growers.id }, 'select cooperative_id from member')) as {
        cooperative_id: string;
      }[];
      expect(new Set(byTenant.map((row) => row.cooperative_id))).toEqual(new Set([growers.id]));
      expect(await rows({ viewer: ada.did }, 'select id from member')).toEqual([{ id: adaId }]);
      expect(await rows({ viewer: ada.did }, 'select did from authenticator')).toEqual([{ did: ada.did }]);
      expect(await rows({ reader: 'catalogue' }, 'select id from member')).toEqual([]);
      expect(await rows({ reader: 'catalogue' }, 'select slug from cooperative order by slug')).toHaveLength(
        2,
      );
    });

    it('lets nobody write into another co-op, nor a person change their own membership', async () => {
      const steal = rows({ cooperative: growers.id }, `update member set cooperative_id = '${drivers.id}'`);
      await expect(steal).rejects.toThrow(/row-level security/);
      await rows({ viewer: ada.did }, `update member set standing = 'EXITED'`);
      const [row] = await fixture.service.sql<{ standing: string }>(
        'select standing from member where id = $1',
        [adaId],
      );
      expect(row!.standing).toBe('ADMITTED');
    });
  });
});
