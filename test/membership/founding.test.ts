import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../subgraphs/kit/domain/canonical.js';
import { verifyCredential } from '../../subgraphs/kit/domain/credential.js';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { person } from '../support/people.js';
import { charterTerms, founding, startMembership } from './support/fixture.js';
import type { Fixture, Founded } from './support/fixture.js';
import { personhoodIssuer } from './support/personhood.js';

describe('founding a co-op', () => {
  let fixture: Fixture;
  let growers: Founded;
  beforeAll(async () => {
    fixture = await startMembership();
    growers = await fixture.found('growers');
  });
  afterAll(() => fixture.service.stop());

  it('makes a co-op whose founder is its first member and steward', async () => {
    const { data, codes } = await fixture.service.ask(
      growers.founder.did,
      `query ($slug: String) { cooperative(slug: $slug) { id slug name mission did currency memberCount foundedAt
         admission { by issuers } stewards { id standing joinedAt roles { role until } } } }`,
      { slug: 'growers' },
    );
    expect(codes).toEqual([]);
    expect(data.cooperative).toMatchObject({
      id: growers.id,
      memberCount: 1,
      currency: 'EUR',
      admission: { by: 'STEWARDS', issuers: [fixture.issuer.did] },
      stewards: [
        {
          id: growers.founderId,
          standing: 'ADMITTED',
          roles: [
            { role: 'MEMBER', until: null },
            { role: 'STEWARD', until: null },
          ],
        },
      ],
    });
  });

  it('is journalled with the charter, for the other services, and its digest, for everybody', async () => {
    const [entry] = await fixture.journal('CooperativeFounded');
    expect(entry).toMatchObject({
      cooperative: growers.id,
      digests: { charter: digestOf(charterTerms([fixture.issuer.did])) },
      values: {
        cooperative: { id: growers.id, slug: 'growers', currency: 'EUR' },
        charter: charterTerms([fixture.issuer.did]),
        standing: { memberId: growers.founderId, did: growers.founder.did, keys: [growers.founder.key] },
      },
    });
  });

  it('gives the founder a credential of the co-op’s own key', async () => {
    const { data } = await fixture.service.ask(
      growers.founder.did,
      '{ viewer { memberships { did cooperative { did } credential { document } } } }',
    );
    const [membership] = data.viewer.memberships;
    const verdict = verifyCredential(membership.credential.document, new Date());
    expect(verdict).toMatchObject({ ok: true, issuer: membership.cooperative.did });
    expect(verdict.ok && verdict.credential.credentialSubject.id).toBe(growers.founder.did);
  });

  const founder = person('somebody');
  const stranger = personhoodIssuer();
  type Input = ReturnType<typeof founding>;
  const cases: { name: string; code: string; spoil: (input: Input) => object }[] = [
    {
      name: 'whose slug is taken',
      code: 'COOPERATIVE_ALREADY_FOUNDED',
      spoil: () => founding(fixture.issuer, founder, 'growers'),
    },
    {
      name: 'whose id is taken',
      code: 'COOPERATIVE_ALREADY_FOUNDED',
      spoil: (input) => ({
        ...input,
        id: growers.id,
        attestation: fixture.issuer.attest({ human: 'x', did: founder.did, cooperative: growers.id }),
      }),
    },
    {
      name: 'whose id is of another kind',
      code: 'BAD_USER_INPUT',
      spoil: (input) => ({ ...input, id: newId('mem') }),
    },
    {
      name: 'with a slug that is no slug',
      code: 'BAD_USER_INPUT',
      spoil: (input) => ({ ...input, slug: 'The Growers' }),
    },
    { name: 'without a name', code: 'BAD_USER_INPUT', spoil: (input) => ({ ...input, name: '  ' }) },
    {
      name: 'in a currency that does not exist',
      code: 'BAD_USER_INPUT',
      spoil: (input) => ({ ...input, currency: 'XYZ' }),
    },
    {
      name: 'with a charter that lacks a term',
      code: 'BAD_USER_INPUT',
      spoil: (input) => ({ ...input, foundingCharter: amended({ exitBalance: null }) }),
    },
    {
      name: 'with a charter that allows what is no purpose',
      code: 'BAD_USER_INPUT',
      spoil: (input) => ({ ...input, foundingCharter: amended({ allowedPurposes: ['dpv:Everything'] }) }),
    },
    {
      name: 'with a charter that has nothing to say',
      code: 'CHARTER_INVALID',
      spoil: (input) => ({ ...input, foundingCharter: amended({ text: '' }) }),
    },
    {
      name: 'with a charter that decides in a way in which nobody counts',
      code: 'CHARTER_INVALID',
      spoil: (input) => ({
        ...input,
        foundingCharter: amended({
          rules: charterTerms([]).rules.map((rule) => ({ ...rule, method: 'QUADRATIC' })),
        }),
      }),
    },
    {
      name: 'with a charter that shares out more than there is',
      code: 'CHARTER_INVALID',
      spoil: (input) => ({
        ...input,
        foundingCharter: amended({
          revenuePolicy: { ...charterTerms([]).revenuePolicy, reserveBp: 9_999, commonsBp: 9_999 },
        }),
      }),
    },
    {
      name: 'with a charter that was changed after it was signed',
      code: 'SIGNATURE_INVALID',
      spoil: (input) => ({ ...input, foundingCharter: amended({ text: 'The founder decides.' }) }),
    },
    {
      name: 'with a charter that says what no service knows',
      code: 'BAD_USER_INPUT',
      spoil: (input) => ({
        ...input,
        foundingCharter: { ...charterTerms([fixture.issuer.did]), veto: 'the founder' },
      }),
    },
    {
      name: 'whose charter pays in another currency',
      code: 'CHARTER_INVALID',
      spoil: (input) => ({ ...input, currency: 'USD' }),
    },
    {
      name: 'whose charter admits otherwise',
      code: 'CHARTER_INVALID',
      spoil: (input) => ({ ...input, admission: { by: 'VOTE', issuers: [fixture.issuer.did] } }),
    },
    {
      name: 'under a slug that was not signed',
      code: 'SIGNATURE_INVALID',
      spoil: (input) => ({ ...input, slug: 'grower' }),
    },
    {
      name: 'signed by somebody else',
      code: 'SIGNATURE_INVALID',
      spoil: (input) => ({
        ...input,
        signature: founding(fixture.issuer, person('other'), input.slug).signature,
      }),
    },
    {
      name: 'whose founder shows an attestation of an issuer that the charter does not list',
      code: 'ATTESTATION_ISSUER_NOT_LISTED',
      spoil: (input) => ({
        ...input,
        attestation: stranger.attest({ human: 'x', did: founder.did, cooperative: input.id }),
      }),
    },
    {
      name: 'whose founder shows another co-op’s attestation',
      code: 'ATTESTATION_OF_ANOTHER',
      spoil: (input) => ({
        ...input,
        attestation: fixture.issuer.attest({ human: 'x', did: founder.did, cooperative: newId('coop') }),
      }),
    },
    {
      name: 'whose founder uses the DID of another membership',
      code: 'DID_ALREADY_USED',
      spoil: () => founding(fixture.issuer, growers.founder, 'twice'),
    },
  ];
  const amended = (terms: Record<string, unknown>): never =>
    ({ ...charterTerms([fixture.issuer.did]), ...terms }) as never;
  it.each(cases)('is refused for one $name', async ({ spoil, code }) => {
    const input = spoil(founding(fixture.issuer, founder, 'somebodies'));
    const answer = await fixture.mutate(undefined, 'foundCooperative', input, 'id');
    expect(answer.codes).toEqual([code]);
    expect(answer.data).toBeNull();
  });

  it('leaves nothing behind of what was refused', async () => {
    const rows = await fixture.service.sql<{ count: number }>(
      'select count(*)::int as count from cooperative',
    );
    expect(rows).toEqual([{ count: 1 }]);
    const { codes } = await fixture.mutate(
      undefined,
      'foundCooperative',
      founding(fixture.issuer, founder, 'at-last'),
      'id',
    );
    expect(codes).toEqual([]);
  });

  describe('the catalogue of co-ops', () => {
    const LIST =
      'query ($s: String, $n: Int, $a: ID) { cooperatives(search: $s, first: $n, after: $a) { nodes { slug } pageInfo { endCursor hasNextPage } } }';
    const slugs = async (variables: object) =>
      (await fixture.service.ask(undefined, LIST, variables as Record<string, unknown>)).data
        .cooperatives as {
        nodes: { slug: string }[];
        pageInfo: { endCursor: string; hasNextPage: boolean };
      };

    it('is searched by name, slug and mission, literally', async () => {
      expect((await slugs({ s: 'GROWERS', n: 5 })).nodes).toEqual([{ slug: 'growers' }]);
      expect((await slugs({ s: 'decide ourselves', n: 5 })).nodes).toHaveLength(2);
      expect((await slugs({ s: '%', n: 5 })).nodes).toEqual([]);
      expect((await slugs({ s: "'; drop table cooperative; --", n: 5 })).nodes).toEqual([]);
    });

    it('is read page by page', async () => {
      const first = await slugs({ n: 1 });
      expect(first).toMatchObject({ nodes: [{ slug: 'growers' }], pageInfo: { hasNextPage: true } });
      const second = await slugs({ n: 1, a: first.pageInfo.endCursor });
      expect(second).toMatchObject({ nodes: [{ slug: 'at-last' }], pageInfo: { hasNextPage: false } });
    });

    it('is asked for one by id or slug, and not by both or neither', async () => {
      const ask = (args: string) => fixture.service.ask(undefined, `{ cooperative${args} { slug } }`);
      expect((await ask(`(id: "${growers.id}")`)).data.cooperative).toEqual({ slug: 'growers' });
      expect((await ask('(slug: "nobody")')).data.cooperative).toBeNull();
      expect((await ask(`(id: "${newId('coop')}")`)).data.cooperative).toBeNull();
      expect((await ask('')).codes).toEqual(['BAD_USER_INPUT']);
      expect((await ask(`(id: "${growers.id}", slug: "growers")`)).codes).toEqual(['BAD_USER_INPUT']);
    });
  });
});
