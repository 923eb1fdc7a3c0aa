import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { verifyCredential } from '../../subgraphs/kit/domain/credential.js';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { cidOf } from '../../subgraphs/data/domain/ciphertext.js';
import { placesIn } from '../../subgraphs/data/adapters/places.js';
import { openExport } from '../../wallet/index.js';
import { orderOf } from '../support/orders.js';
import { person } from '../support/people.js';
import { World, contributionOf, key } from './support/world.js';
import type { Member } from './support/world.js';

const COLUMNS_OF_HEALTH = [
  {
    name: 'age',
    type: 'INTEGER',
    unit: 'years',
    meaning: 'age',
    sensitivity: 'PERSONAL',
    bounds: { min: 0, max: 120 },
  },
  { name: 'smoker', type: 'BOOLEAN', meaning: 'smokes', sensitivity: 'SPECIAL' },
];

describe('the vault', () => {
  let world: World;
  let cooperative: string;
  let steward: Member;
  let member: Member;
  let dataset: string;

  beforeAll(async () => {
    world = await World.open();
    cooperative = await world.found();
    steward = await world.admit(cooperative, 'STEWARD');
    await world.publishComputeKey();
    dataset = await world.publish(steward);
  });
  beforeEach(async () => {
    member = await world.admit(cooperative);
  });
  afterAll(() => world.stop());

  const files = () => readdirSync(join(placesIn(world.service.dataDir).blobs, cooperative));
  const wraps = (consent: string) =>
    world.service.sql<{ epoch: number; sealed: Buffer }>(
      'select epoch, sealed from consent_wrap where consent_id = $1',
      [consent],
    );

  /** What the member alone reads of themselves. */
  async function mine(field: string, selection: string, did = member.did) {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Member { ${field} { nodes { ${selection} } } } } }`;
    const answer = await world.service.ask(did, query, {
      of: [{ __typename: 'Member', id: member.memberId }],
    });
    return {
      codes: answer.codes,
      nodes: answer.data?._entities?.[0]?.[field]?.nodes as Record<string, unknown>[],
    };
  }

  describe('a contribution', () => {
    it('is kept as the bytes that the wallet sealed, and seen by its member alone', async () => {
      const { id, input } = await world.contribute(member, dataset, 5);
      expect(files()).toContain(input.cid);
      expect((await mine('contributions', 'id cid recordCount state dataset { id }')).nodes).toEqual([
        { id, cid: input.cid, recordCount: 5, state: 'STORED', dataset: { id: dataset } },
      ]);
      expect((await mine('contributions', 'id', steward.did)).codes).toEqual(['FORBIDDEN']);
    });

    it('is stored once under one key, and once at all', async () => {
      const { id, input } = await world.contribute(member, dataset, 3);
      expect((await world.did(member.did, 'contribute', input)).id).toBe(id);
      const again = { ...input, idempotencyKey: key() };
      expect((await world.mutate(member.did, 'contribute', again)).codes).toEqual(['CONTRIBUTION_EXISTS']);
      expect((await world.mutate(member.did, 'contribute', { ...input, recordCount: 4 })).codes).toEqual([
        'IDEMPOTENCY_KEY_REUSED',
      ]);
      const other = await world.admit(cooperative);
      expect((await world.mutate(other.did, 'contribute', again)).codes).toEqual(['CONTRIBUTION_EXISTS']);
    });

    it.each<{
      name: string;
      change: (input: Record<string, unknown>) => Record<string, unknown>;
      code: string;
    }>([
      {
        name: 'another address',
        change: () => ({ cid: cidOf(Buffer.from('other bytes')) }),
        code: 'CID_MISMATCH',
      },
      { name: 'what is not base64', change: () => ({ ciphertext: '!' }), code: 'CIPHERTEXT_MALFORMED' },
      {
        name: 'another version',
        change: () => ({ ciphertext: Buffer.alloc(60).toString('base64') }),
        code: 'CIPHERTEXT_MALFORMED',
      },
      {
        name: 'more than 128 KiB',
        change: () => ({ ciphertext: Buffer.alloc(128 * 1024 + 1, 1).toString('base64') }),
        code: 'CONTRIBUTION_TOO_LARGE',
      },
      { name: 'a sealed key of no key', change: () => ({ sealedKey: 'AAAA' }), code: 'BAD_USER_INPUT' },
      { name: 'no rows', change: () => ({ recordCount: 0 }), code: 'BAD_USER_INPUT' },
      {
        name: 'more rows than one member may have',
        change: () => ({ recordCount: 21 }),
        code: 'CONTRIBUTION_ROWS_EXCEEDED',
      },
      { name: 'no such dataset', change: () => ({ dataset: newId('dst') }), code: 'NOT_FOUND' },
    ])('is refused with $name: $code', async ({ change, code }) => {
      const input = (await contributionOf(member, dataset, 2)).input as Record<string, unknown>;
      expect((await world.mutate(member.did, 'contribute', { ...input, ...change(input) })).codes).toEqual([
        code,
      ]);
    });

    it('is bounded over all contributions of a member, also when they come at once', async () => {
      const inputs = await Promise.all(
        [12, 12].map(async (rows) => (await contributionOf(member, dataset, rows)).input),
      );
      const answers = await Promise.all(
        inputs.map((input) => world.mutate(member.did, 'contribute', input as Record<string, unknown>)),
      );
      expect(answers.flatMap(({ codes }) => codes)).toEqual(['CONTRIBUTION_ROWS_EXCEEDED']);
    });

    it('is for admitted members', async () => {
      const input = (await contributionOf(member, dataset, 1)).input as Record<string, unknown>;
      const foreign = await world.admit(await world.found());
      const suspended = await world.admit(cooperative);
      await world.setStanding(suspended, 'SUSPENDED', ['MEMBER'], 'MemberSuspended');
      expect((await world.mutate(undefined, 'contribute', input)).codes).toEqual(['UNAUTHENTICATED']);
      for (const { did } of [foreign, suspended]) {
        expect((await world.mutate(did, 'contribute', input)).codes).toEqual(['FORBIDDEN']);
      }
    });

    it('is taken back by its member alone, once, with its bytes', async () => {
      const { id, input } = await world.contribute(member, dataset, 4);
      const withdraw = (did: string) =>
        world.mutate(did, 'withdrawContribution', { contribution: id }, 'id state');
      const foreign = await world.admit(await world.found());
      for (const { did } of [steward, foreign]) expect((await withdraw(did)).codes).toEqual(['NOT_FOUND']);
      await world.setStanding(member, 'SUSPENDED', ['MEMBER'], 'MemberSuspended');
      expect((await withdraw(member.did)).data.withdrawContribution).toEqual({ id, state: 'WITHDRAWN' });
      expect((await withdraw(member.did)).codes).toEqual(['CONTRIBUTION_WITHDRAWN']);
      await world.until(async () => !files().includes(String(input.cid)), 'the bytes to be removed');
      const [row] = await world.service.sql('select sealed_key from contribution where id = $1', [id]);
      expect(row).toEqual({ sealed_key: null });
    });
  });

  describe('the public counts', () => {
    it('say nothing of a small cohort, and tens of a larger one', async () => {
      const fresh = await world.publish(steward, { title: 'Counted' });
      const counts = async () =>
        (
          await world.must<{ dataset: unknown }>(
            undefined,
            'query ($id: ID!) { dataset(id: $id) { contributorCount recordCount } }',
            { id: fresh },
          )
        ).dataset;
      for (let contributors = 1; contributors <= 11; contributors++) {
        await world.contribute(await world.admit(cooperative), fresh, 3);
        const expected =
          contributors < 10
            ? { contributorCount: 0, recordCount: 0 }
            : { contributorCount: 10, recordCount: 30 };
        expect(await counts()).toEqual(expected);
      }
    });
  });

  describe('a consent', () => {
    it('keeps a wrap under the epoch’s key, and gives a signed receipt', async () => {
      const { id, input } = await world.consent(member, dataset);
      const { nodes } = await mine(
        'consents',
        'id state purposes categories recipients receipt { document } dataset { id }',
      );
      expect(nodes).toMatchObject([
        { id, state: 'GRANTED', purposes: ['dpv:AcademicResearch'], dataset: { id: dataset } },
      ]);
      const { document } = nodes[0]!.receipt as { document: { credentialSubject: Record<string, unknown> } };
      expect(verifyCredential(document, await world.now())).toMatchObject({ ok: true });
      expect(document.credentialSubject).toMatchObject({
        id: member.did,
        schemaVersion: 'ISO/IEC TS 27560:2023',
      });
      const [wrap] = await wraps(id);
      expect(wrap!.sealed.includes(Buffer.from(String(input.wrap), 'base64url'))).toBe(false);
      expect(readdirSync(placesIn(world.service.dataDir).epochKeys)).toContain(`${wrap!.epoch}.key`);
      expect((await mine('consents', 'id', steward.did)).codes).toEqual(['FORBIDDEN']);
    });

    it.each<{ name: string; change: Record<string, unknown>; code: string }>([
      {
        name: 'a prohibited purpose',
        change: { purposes: ['dpv:PersonalisedAdvertising'] },
        code: 'PURPOSE_PROHIBITED',
      },
      {
        name: 'a purpose that nobody allowed',
        change: { purposes: ['dpv:FraudPreventionAndDetection'] },
        code: 'PURPOSE_NOT_ALLOWED',
      },
      { name: 'no purpose', change: { purposes: [] }, code: 'BAD_USER_INPUT' },
      { name: 'a category of other data', change: { categories: ['SPECIAL'] }, code: 'BAD_USER_INPUT' },
      {
        name: 'an expiry in the past',
        change: { expiresAt: '2020-01-01T00:00:00.000Z' },
        code: 'CONSENT_EXPIRY_PAST',
      },
      { name: 'a key that is no longer current', change: { keyVersion: 7 }, code: 'CONSENT_KEY_STALE' },
      { name: 'a wrap that is none', change: { wrap: 'AAAA' }, code: 'BAD_USER_INPUT' },
      {
        name: 'wider purposes than were signed',
        change: { purposes: ['dpv:ResearchAndDevelopment'] },
        code: 'SIGNATURE_INVALID',
      },
      {
        name: 'more recipients than were signed',
        change: { recipients: ['BUYER', 'PARTNER'] },
        code: 'SIGNATURE_INVALID',
      },
      {
        name: 'a longer life than was signed',
        change: { expiresAt: '2090-01-01T00:00:00.000Z' },
        code: 'SIGNATURE_INVALID',
      },
      { name: 'an id of something else', change: { id: newId('ctb') }, code: 'BAD_USER_INPUT' },
    ])('is refused with $name: $code', async ({ change, code }) => {
      const input = { ...(await world.consentInput(member, dataset)), ...change };
      expect((await world.mutate(member.did, 'grantConsent', input)).codes).toEqual([code]);
    });

    it.each(['2090-01-01T00:00:00Z', '2090-01-01T00:00:00.5Z', '2090-01-01T00:00:00.000Z'])(
      'is granted until %s, as its member wrote it',
      async (expiresAt) => {
        const { id } = await world.consent(member, dataset, { expiresAt });
        const [row] = await world.service.sql(
          'select expires_at, expiry_as_signed from consent where id = $1',
          [id],
        );
        expect(row).toEqual({ expires_at: new Date(expiresAt), expiry_as_signed: expiresAt });
      },
    );

    it('is refused when its end was signed in one form and sent in another', async () => {
      const input = await world.consentInput(member, dataset, { expiresAt: '2090-01-01T00:00:00Z' });
      const sent = { ...input, expiresAt: '2090-01-01T00:00:00.000Z' };
      expect((await world.mutate(member.did, 'grantConsent', sent)).codes).toEqual(['SIGNATURE_INVALID']);
    });

    it('is refused with another’s key, and from a foreign co-op', async () => {
      const input = await world.consentInput(member, dataset);
      const other = await world.admit(cooperative);
      expect((await world.mutate(other.did, 'grantConsent', input)).codes).toEqual(['SIGNATURE_INVALID']);
      expect((await world.mutate(member.did, 'grantConsent', { ...input, key: other.key })).codes).toEqual([
        'SIGNATURE_INVALID',
      ]);
      const foreign = await world.admit(await world.found());
      expect((await world.mutate(foreign.did, 'grantConsent', input)).codes).toEqual(['FORBIDDEN']);
    });

    it('is refused with a key that was revoked, and granted with the one in its place', async () => {
      const renewed = person('renewed');
      const { memberId, did } = member;
      const roles = [{ role: 'MEMBER', from: '2020-01-01T00:00:00.000Z', until: null }];
      const standing = { memberId, did, standing: 'ADMITTED', roles, keys: [renewed.key] };
      await world.service.tell('membership', cooperative, 'AuthenticatorRevoked', { standing });
      const input = await world.consentInput(member, dataset);
      expect((await world.mutate(did, 'grantConsent', input)).codes).toEqual(['SIGNATURE_INVALID']);
      const { id, purposes, categories, recipients, expiresAt, keyVersion, wrap } = input;
      const wrapDigest = createHash('sha256').update(String(wrap), 'utf8').digest('hex');
      const terms = { id, cooperative, dataset, purposes, categories, recipients, expiresAt };
      const statement = { v: 1, type: 'Consent', ...terms, epoch: keyVersion, wrapDigest, member: did };
      const signed = { signature: renewed.sign(statement), key: renewed.key };
      expect((await world.mutate(did, 'grantConsent', { ...input, ...signed })).codes).toEqual([]);
    });

    it('has an id of its own', async () => {
      const { input } = await world.consent(member, dataset);
      expect((await world.mutate(member.did, 'grantConsent', input)).codes).toEqual(['CONSENT_EXISTS']);
    });

    it('covers the categories that it names', async () => {
      const health = await world.publish(steward, { title: 'Health', columns: COLUMNS_OF_HEALTH });
      const { id } = await world.consent(member, health, { categories: ['PERSONAL'] });
      expect((await mine('consents', 'id categories')).nodes).toContainEqual({
        id,
        categories: ['PERSONAL'],
      });
    });

    it('is one of twenty in force at most', async () => {
      for (let granted = 0; granted < 20; granted++) await world.consent(member, dataset);
      const input = await world.consentInput(member, dataset);
      expect((await world.mutate(member.did, 'grantConsent', input)).codes).toEqual(['CONSENTS_TOO_MANY']);
    });

    it('is taken back by its member alone, and its wrap with it', async () => {
      const { id } = await world.consent(member, dataset);
      const other = await world.admit(cooperative);
      expect((await world.withdraw(other, id)).codes).toEqual(['NOT_FOUND']);
      const unsigned = { consent: id, signature: other.sign({}), key: member.key };
      expect((await world.mutate(member.did, 'withdrawConsent', unsigned)).codes).toEqual([
        'SIGNATURE_INVALID',
      ]);
      expect(await wraps(id)).toHaveLength(1);
      expect((await world.withdraw(member, id)).data.withdrawConsent).toMatchObject({
        id,
        state: 'WITHDRAWN',
      });
      expect(await wraps(id)).toEqual([]);
      expect((await world.withdraw(member, id)).codes).toEqual(['CONSENT_ENDED']);
      const { nodes } = await mine('consents', 'id state receipt { document }');
      const { document } = nodes[0]!.receipt as { document: { credentialSubject: { events: unknown[] } } };
      expect(verifyCredential(document, await world.now()).ok).toBe(true);
      expect(document.credentialSubject.events).toHaveLength(2);
    });

    it('expires by itself, and its wrap with it', async () => {
      const expiresAt = new Date((await world.now()).getTime() + 600_000).toISOString();
      const { id } = await world.consent(member, dataset, { expiresAt });
      await world.service.setClock(700);
      try {
        expect((await mine('consents', 'id state')).nodes).toEqual([{ id, state: 'EXPIRED' }]);
        expect((await world.withdraw(member, id)).codes).toEqual(['CONSENT_ENDED']);
        await world.until(async () => (await wraps(id)).length === 0, 'the wrap to be destroyed');
        const expired = await world.service.journalled('ConsentExpired');
        expect(expired.map(({ values }) => values.consent)).toContain(id);
      } finally {
        await world.service.setClock(0);
      }
    });
  });

  describe('a member', () => {
    it('takes everything with them, and can open it', async () => {
      const { id } = await world.contribute(member, dataset, 6);
      await world.consent(member, dataset);
      const { bundle, next } = await world.did<{ bundle: Record<string, never>; next: null }>(
        member.did,
        'exportMyData',
        { cooperative },
        'bundle digest next',
      );
      expect(next).toBeNull();
      expect(bundle['ro-crate-metadata.json']).toMatchObject({
        '@context': 'https://w3id.org/ro/crate/1.1/context',
      });
      expect(bundle.consents).toHaveLength(1);
      const opened = await openExport(bundle.contributions!, member.did, (of) => member.datasetKey(of));
      expect(opened).toMatchObject([{ id, dataset }]);
      expect(opened[0]!.rows).toHaveLength(6);
    });

    it('is led through all of it by `next`, each record once, however small the bundles', async () => {
      for (let count = 0; count < 3; count += 1) await world.contribute(member, dataset, 1);
      const { id: ended } = await world.contribute(member, dataset, 1);
      await world.mutate(member.did, 'withdrawContribution', { contribution: ended });
      for (let count = 0; count < 4; count += 1) await world.consent(member, dataset);
      await world.service.sql(
        `insert into access_record (cooperative_id, id, member_id, dataset_id, licence_id, job_id, buyer_id,
           purpose, records, at)
         select $1, 'acc_' || n, $2, $3, 'lic_1', 'job_' || n, 'org_1', 'dpv:AcademicResearch', 1, now()
         from generate_series(1, 5) n`,
        [cooperative, member.memberId, dataset],
      );
      const whole = (await bundles(1_000))[0]!;
      const lists = ['contributions', 'endedContributions', 'consents', 'accessLog', 'answeredRequests'];
      expect(lists.map((list) => whole[list]!.length)).toEqual([3, 1, 4, 5, expect.any(Number)]);
      for (const size of [1, 2, 3, 7]) {
        const parts = await bundles(size);
        expect(parts.every((part) => lists.flatMap((list) => part[list]!).length <= size)).toBe(true);
        for (const list of lists) expect(parts.flatMap((part) => part[list]!)).toEqual(whole[list]);
      }
    });

    it.each([
      { of: 'no record', first: 0 },
      { of: 'more records than an answer holds', first: 1_001 },
      { of: 'what no bundle said comes next', after: 'ctr_1' },
      { of: 'a list that is none', after: Buffer.from('["secrets","1"]').toString('base64url') },
    ])('is given no bundle of $of', async ({ of: _, ...wrong }) => {
      const { codes } = await world.mutate(member.did, 'exportMyData', { cooperative, ...wrong }, 'digest');
      expect(codes).toEqual(['BAD_USER_INPUT']);
    });

    /** Every bundle, in order. */
    async function bundles(first: number): Promise<Record<string, object[]>[]> {
      const found: Record<string, object[]>[] = [];
      for (let after: string | null = null; ;) {
        const page: { bundle: Record<string, object[]>; next: string | null } = await world.did(
          member.did,
          'exportMyData',
          { cooperative, first, after },
          'bundle next',
        );
        found.push(page.bundle);
        if (page.next === null) return found;
        after = page.next;
      }
    }

    it('leaves, and what they gave leaves with them', async () => {
      await world.contribute(member, dataset, 2);
      const { id } = await world.consent(member, dataset);
      await world.setStanding(member, 'EXITING', ['MEMBER'], 'MemberExiting');
      await world.until(
        async () =>
          (await world.service.journal('MemberLeft')).some(
            ({ values }) => values.memberId === member.memberId,
          ),
        'membership to be told',
      );
      expect(await wraps(id)).toEqual([]);
      expect((await mine('contributions', 'state')).nodes).toEqual([{ state: 'WITHDRAWN' }]);
      expect((await mine('consents', 'state')).nodes).toEqual([{ state: 'WITHDRAWN' }]);
    });

    it('is not erased by a session alone, nor by what was signed otherwise, by another or before', async () => {
      const other = await world.admit(cooperative);
      const order = orderOf(member, 'Erasure', cooperative);
      const forged = {
        'no signature': { ...order, signature: '' },
        'one of another member': { ...order, ...orderOf(other, 'Erasure', cooperative) },
        'one of another by their own key': {
          ...order,
          signature: orderOf(other, 'Erasure', cooperative).signature,
        },
        'one for another co-op': { ...orderOf(member, 'Erasure', newId('coop')), cooperative },
        'one to leave': orderOf(member, 'Exit', cooperative),
        'one with another nonce': { ...order, nonce: 'another' },
      };
      for (const [name, input] of Object.entries(forged)) {
        const { codes } = await world.mutate(member.did, 'eraseMyData', input, 'erasedAt');
        expect([name, codes]).toEqual([name, ['SIGNATURE_INVALID']]);
      }
      const blank = { ...order, nonce: ' ' };
      expect((await world.mutate(member.did, 'eraseMyData', blank, 'erasedAt')).codes).toEqual([
        'BAD_USER_INPUT',
      ]);
      // A member who stays may bring data again, and what they once signed does not destroy that.
      await world.did(other.did, 'eraseMyData', orderOf(other, 'Erasure', cooperative), 'erasedAt');
      await world.setStanding(other, 'ADMITTED', ['MEMBER']);
      const again = orderOf(other, 'Erasure', cooperative);
      await world.did(other.did, 'eraseMyData', again, 'erasedAt');
      await world.setStanding(other, 'ADMITTED', ['MEMBER']);
      expect((await world.mutate(other.did, 'eraseMyData', again, 'erasedAt')).codes).toEqual([
        'SIGNATURE_SPENT',
      ]);
    });

    it('is erased: no key, no byte, nothing that opens the journal', async () => {
      const { input } = await world.contribute(member, dataset, 2);
      const { id } = await world.consent(member, dataset);
      const foreign = await world.admit(await world.found());
      const theirs = orderOf(foreign, 'Erasure', cooperative);
      expect((await world.mutate(foreign.did, 'eraseMyData', theirs, 'erasedAt')).codes).toEqual([
        'NOT_FOUND',
      ]);
      const order = orderOf(member, 'Erasure', cooperative);
      await world.did(member.did, 'eraseMyData', order, 'member { id } erasedAt');
      expect(await wraps(id)).toEqual([]);
      await world.until(async () => !files().includes(String(input.cid)), 'the bytes to be removed');
      const left = await world.service.sql<{ opened: string }>(
        `select private_part::text as opened from journal_entry where private_part::text like '%' || $1 || '%'`,
        [member.memberId],
      );
      expect(left).toHaveLength(1);
      expect(left[0]!.opened).toContain(member.memberId);
      const erased = await world.service.journalled('MemberErased');
      expect(erased.at(-1)!.values).toEqual({ memberId: member.memberId });
      expect((await mine('consents', 'state receipt { document }')).nodes).toEqual([
        { state: 'ERASED', receipt: null },
      ]);
      const [row] = await world.service.sql(
        'select count(*)::int as keys from contribution where member_id = $1 and sealed_key is not null',
        [member.memberId],
      );
      expect(row).toEqual({ keys: 0 });
    });
  });
});
