import { createPublicKey, randomUUID } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { bodyHash, signPassport } from '../../subgraphs/kit/identity/passport.js';
import { PLATFORM } from '../../subgraphs/kit/store/scope.js';
import * as statements from '../../subgraphs/membership/domain/statements.js';
import { person } from '../support/people.js';
import type { Person } from '../support/people.js';
import type { Answer } from '../support/testService.js';
import { startMembership } from './support/fixture.js';
import type { Fixture, Founded } from './support/fixture.js';

const URL = 'http://127.0.0.1:4000';
const TOKENS = 'did accessToken expiresAt refreshToken refreshExpiresAt';

describe('who is who', () => {
  let fixture: Fixture;
  let drivers: Founded;
  beforeAll(async () => {
    fixture = await startMembership();
    drivers = await fixture.found('drivers');
  });
  afterAll(() => fixture.service.stop());

  const MARK = 'mutation { markNotificationsRead(input: { ids: [] }) { did } }';
  /** What comes of a change by the session of that access token, as the gateway would pass it on. */
  const changesWith = async ({ accessToken }: { accessToken: string }) => {
    const { sub, sid } = jwt.decode(accessToken) as { sub: string; sid: string };
    const key = fixture.service.keys.signing('gateway/passport', 'es256').privateKey;
    const claims = { aud: 'membership', sub, sid, rid: 'test', jti: randomUUID() };
    const passport = signPassport(key, { ...claims, bh: bodyHash({ query: MARK }) });
    const { errors = [] } = await fixture.service.service.execute({ query: MARK, headers: { passport } });
    return errors.map(({ extensions }) => extensions?.code);
  };

  interface Challenge {
    did: string;
    nonce: string;
    audience: string;
    expiresAt: string;
  }
  const challenge = async (did: string): Promise<Challenge> =>
    (await fixture.mutate(undefined, 'requestSignIn', { did }, 'did nonce audience expiresAt'))
      .data as Challenge;
  const answer = (
    by: Person,
    { did, audience, nonce, expiresAt }: Challenge,
    more: object = {},
  ): Promise<Answer> => {
    const signature = by.sign(statements.signInStatement(audience, did, nonce, expiresAt));
    return fixture.mutate(undefined, 'signIn', { did, nonce, signature, ...more }, TOKENS);
  };
  const signIn = async (who: Person) => answer(who, await challenge(who.did));
  const refresh = (refreshToken: string) =>
    fixture.mutate(undefined, 'refreshSession', { refreshToken }, TOKENS);

  describe('signing in', () => {
    it('takes a nonce that leaves no trace and a signature, and gives a token that the published key proves', async () => {
      const ada = person('ada');
      const given = await challenge(ada.did);
      expect(given).toMatchObject({ did: ada.did, audience: URL });
      expect(await fixture.service.sql('select * from used_nonce')).toEqual([]);
      const { data, codes } = await answer(ada, given);
      expect(codes).toEqual([]);
      const [route] = fixture.service.service.routes.filter(({ path }) => path === '/.well-known/jwks.json');
      const served = await route!.handle({
        method: 'GET',
        path: '',
        query: new URLSearchParams(),
        headers: {},
        body: Buffer.alloc(0),
      });
      const { keys } = JSON.parse(String(served.body)) as { keys: (JsonWebKey & { kid: string })[] };
      const header = jwt.decode(data.accessToken as string, { complete: true })!.header;
      expect(header).toMatchObject({ alg: 'ES256', kid: keys[0]!.kid });
      expect(Object.keys(keys[0]!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
      const claims = jwt.verify(
        data.accessToken as string,
        createPublicKey({ key: keys[0]!, format: 'jwk' }),
        {
          algorithms: ['ES256'],
          issuer: URL,
          audience: URL,
        },
      ) as jwt.JwtPayload;
      expect(claims).toMatchObject({ sub: ada.did, sid: expect.stringMatching(/^ses_/) });
      expect(claims.exp! - claims.iat!).toBe(900);
      expect(new Date(data.expiresAt as string).getTime()).toBe(claims.exp! * 1_000);
    });

    it('does not work twice with one nonce, also at once', async () => {
      const bea = person('bea');
      const given = await challenge(bea.did);
      const answers = await Promise.all([1, 2, 3].map(() => answer(bea, given)));
      expect(answers.flatMap(({ codes }) => codes)).toEqual([
        'CHALLENGE_ALREADY_USED',
        'CHALLENGE_ALREADY_USED',
      ]);
    });

    const ada = person('ada');
    const eve = person('eve');
    const cases: { name: string; code: string; attempt: (given: Challenge) => Promise<Answer> }[] = [
      { name: 'with another’s signature', code: 'SIGNATURE_INVALID', attempt: (given) => answer(eve, given) },
      {
        name: 'with another key that is named',
        code: 'SIGNATURE_INVALID',
        attempt: (given) => answer(eve, given, { key: eve.key }),
      },
      {
        name: 'with a nonce for another DID',
        code: 'CHALLENGE_INVALID',
        attempt: (given) => answer(eve, { ...given, did: eve.did }),
      },
      {
        name: 'with a nonce of one’s own making',
        code: 'CHALLENGE_INVALID',
        attempt: (given) => answer(ada, { ...given, nonce: 'A'.repeat(72) }),
      },
      {
        name: 'with a signature for another gateway',
        code: 'SIGNATURE_INVALID',
        attempt: (given) => answer(ada, { ...given, audience: 'https://evil.example' }),
      },
      {
        name: 'with a longer life than was given',
        code: 'SIGNATURE_INVALID',
        attempt: (given) => answer(ada, { ...given, expiresAt: '2030-01-01T00:00:00.000Z' }),
      },
      {
        name: 'with a signature that is none',
        code: 'BAD_USER_INPUT',
        attempt: (given) => answer(ada, given, { signature: 'please' }),
      },
    ];
    it.each(cases)('is refused $name, which leaves the nonce good', async ({ attempt, code }) => {
      const given = await challenge(ada.did);
      expect((await attempt(given)).codes).toEqual([code]);
      expect((await answer(ada, given)).codes).toEqual([]);
    });

    it('is asked for a did:key and nothing else', async () => {
      for (const did of ['did:web:example.com', 'did:key:z6MkNope']) {
        expect((await fixture.mutate(undefined, 'requestSignIn', { did }, 'nonce')).codes).toEqual([
          'BAD_USER_INPUT',
        ]);
      }
    });
  });

  describe('a session', () => {
    it('is prolonged by tokens that are each good once', async () => {
      const { data } = await signIn(person('ada'));
      const next = await refresh(data.refreshToken);
      expect(next.codes).toEqual([]);
      expect(next.data.refreshToken).not.toBe(data.refreshToken);
      const sidOf = (token: string) => (jwt.decode(token) as jwt.JwtPayload).sid as string;
      expect(sidOf(next.data.accessToken as string)).toBe(sidOf(data.accessToken as string));
    });

    it('ends for everybody when a token comes twice, and stays ended', async () => {
      const { data } = await signIn(person('bea'));
      const stolen = data.refreshToken as string;
      const next = (await refresh(stolen)).data.refreshToken as string;
      expect((await refresh(stolen)).codes).toEqual(['REFRESH_TOKEN_REUSED']);
      expect((await refresh(next)).codes).toEqual(['SESSION_ENDED']);
      expect(
        await fixture.service.sql(
          `select end_reason from session s join refresh_token t on t.session_id = s.id
          where t.hash = sha256($1::text::bytea)`,
          [next],
        ),
      ).toEqual([{ end_reason: 'REUSED' }]);
      expect(await changesWith(data)).toEqual(['UNAUTHENTICATED']);
    });

    it('is journalled to have ended by its id alone, for all services to know', async () => {
      const { data } = await signIn(person('hal'));
      expect(await changesWith(data)).toEqual([]);
      await fixture.mutate(
        undefined,
        'signOut',
        { refreshToken: data.refreshToken, everywhere: true },
        'endedSessions',
      );
      expect(await changesWith(data)).toEqual(['UNAUTHENTICATED']);
      const { cooperative, values } = (await fixture.journal('SessionsEnded')).at(-1)!;
      const { sid } = jwt.decode(data.accessToken as string) as { sid: string };
      expect({ cooperative, values }).toEqual({
        cooperative: PLATFORM,
        values: { endedSessions: { ids: [sid], keepSeconds: expect.any(Number) }, disowned: [sid] },
      });
      const [row] = await fixture.service.sql(
        `select subject, actor from journal_entry where type = 'SessionsEnded' limit 1`,
      );
      expect(row).toEqual({ subject: null, actor: null });
    });

    it('gives one of two who come at once with one token, and then ends', async () => {
      const { data } = await signIn(person('carl'));
      const answers = await Promise.all([refresh(data.refreshToken), refresh(data.refreshToken)]);
      expect(answers.flatMap(({ codes }) => codes)).toEqual(['REFRESH_TOKEN_REUSED']);
      const winner = answers.find(({ codes }) => codes.length === 0)!;
      expect((await refresh(winner.data.refreshToken)).codes).toEqual(['SESSION_ENDED']);
    });

    it('is not prolonged by a token that nobody was given', async () => {
      expect((await refresh('A'.repeat(43))).codes).toEqual(['REFRESH_TOKEN_INVALID']);
      expect((await refresh('short')).codes).toEqual(['BAD_USER_INPUT']);
    });

    it('ends when its time is over', async () => {
      const { data } = await signIn(person('dora'));
      await fixture.service.sql(
        `update session set expires_at = now() - interval '1 second' where did = $1`,
        [data.did],
      );
      expect((await refresh(data.refreshToken)).codes).toEqual(['SESSION_ENDED']);
    });

    it('ends on signing out, alone or with all others of the DID', async () => {
      const emil = person('emil');
      const [one, two, three] = [await signIn(emil), await signIn(emil), await signIn(emil)];
      const other = await signIn(person('fritz'));
      const out = (refreshToken: string, everywhere = false) =>
        fixture.mutate(undefined, 'signOut', { refreshToken, everywhere }, 'endedSessions');
      expect((await out(one.data.refreshToken)).data).toEqual({ endedSessions: 1 });
      expect((await refresh(one.data.refreshToken)).codes).toEqual(['SESSION_ENDED']);
      expect((await out(two.data.refreshToken, true)).data).toEqual({ endedSessions: 2 });
      expect((await refresh(three.data.refreshToken)).codes).toEqual(['SESSION_ENDED']);
      expect((await refresh(other.data.refreshToken)).codes).toEqual([]);
      expect((await out('A'.repeat(43))).codes).toEqual(['REFRESH_TOKEN_INVALID']);
    });

    it('is disowned with all others of the DID by signing out everywhere, also if it had ended before', async () => {
      const hans = person('hans');
      const [thief, own] = [await signIn(hans), await signIn(hans)];
      const out = (refreshToken: string, everywhere: boolean) =>
        fixture.mutate(undefined, 'signOut', { refreshToken, everywhere }, 'endedSessions');
      const last = async () => (await fixture.journal('SessionsEnded')).at(-1)!;
      const sessions = await fixture.service.sql<{ id: string; ended: boolean }>(
        'select id, ended_at is not null as ended from session where did = $1 order by id',
        [thief.data.did],
      );
      await out(thief.data.refreshToken, false);
      expect((await last()).values).toMatchObject({ disowned: [] });
      await out(own.data.refreshToken, true);
      const { values } = await last();
      expect(values).toMatchObject({
        endedSessions: { ids: [expect.any(String)] },
        disowned: sessions.map(({ id }) => id),
      });
      const count = (await fixture.journal('SessionsEnded')).length;
      expect((await out(own.data.refreshToken, true)).data).toEqual({ endedSessions: 0 });
      expect(await fixture.journal('SessionsEnded')).toHaveLength(count);
    });

    it('leaves no token in the database', async () => {
      const { data } = await signIn(person('gil'));
      const rows = JSON.stringify([
        await fixture.service.sql('select * from session'),
        await fixture.service.sql(`select encode(hash, 'escape') as hash, session_id from refresh_token`),
      ]);
      expect(rows).not.toContain(data.refreshToken);
      expect(rows).not.toContain(data.accessToken);
    });
  });

  describe('authenticators', () => {
    const add = (owner: Person, by: Person, fresh: Person, more: object = {}) => {
      const statement = statements.authenticatorAdded(owner.did, fresh.key);
      const input = {
        key: fresh.key,
        signature: by.sign(statement),
        signedBy: by.key,
        possession: fresh.sign(statement),
        ...more,
      };
      return fixture.mutate(owner.did, 'addAuthenticator', input, 'key revokedAt');
    };
    const revoke = (owner: Person, by: Person, key: string) =>
      fixture.mutate(
        owner.did,
        'revokeAuthenticator',
        { key, signature: by.sign(statements.authenticatorRevoked(owner.did, key)), signedBy: by.key },
        'key revokedAt',
      );
    const signInWith = async (owner: Person, by: Person) =>
      answer(by, await challenge(owner.did), { key: by.key });

    it('are added by two signatures, sign in, and are journalled for the other services', async () => {
      const ada = person('ada with two keys');
      const phone = person('her phone');
      await fixture.join(drivers, ada);
      expect((await signInWith(ada, phone)).codes).toEqual(['SIGNATURE_INVALID']);
      const added = await add(ada, ada, phone);
      expect(added.data).toEqual([ada.key, phone.key].map((key) => ({ key, revokedAt: null })));
      expect((await signInWith(ada, phone)).data.did).toBe(ada.did);
      const [entry] = await fixture.journal('AuthenticatorAdded');
      expect(entry!.values.standing).toMatchObject({ did: ada.did, keys: [ada.key, phone.key] });
      const own = await fixture.service.ask(ada.did, '{ viewer { memberships { authenticators { key } } } }');
      expect(own.data.viewer.memberships[0].authenticators).toHaveLength(2);
    });

    it('when revoked sign nothing more, lose their sessions and do not come back', async () => {
      const bea = person('bea who lost her phone');
      const phone = person('lost phone');
      await fixture.join(drivers, bea);
      await add(bea, bea, phone);
      const thief = await signInWith(bea, phone);
      const kept = await signIn(bea);
      expect((await revoke(bea, bea, phone.key)).codes).toEqual([]);
      expect((await refresh(thief.data.refreshToken)).codes).toEqual(['SESSION_ENDED']);
      expect((await refresh(kept.data.refreshToken)).codes).toEqual([]);
      expect(await changesWith(thief.data)).toEqual(['UNAUTHENTICATED']);
      expect(await changesWith(kept.data)).toEqual([]);
      expect((await signInWith(bea, phone)).codes).toEqual(['SIGNATURE_INVALID']);
      expect((await add(bea, phone, person('thief’s'))).codes).toEqual(['SIGNATURE_INVALID']);
      expect((await add(bea, bea, phone)).codes).toEqual(['AUTHENTICATOR_ALREADY_KNOWN']);
      expect((await revoke(bea, bea, phone.key)).codes).toEqual(['NOT_FOUND']);
      expect((await revoke(bea, bea, bea.key)).codes).toEqual(['AUTHENTICATOR_IS_LAST']);
    });

    it('are rotated at once, even the one in the DID, which then does not sign for it any more', async () => {
      const carl = person('carl');
      const fresh = person('carl’s new key');
      await fixture.join(drivers, carl);
      const statement = statements.authenticatorRotated(carl.did, fresh.key, carl.key);
      const input = {
        key: fresh.key,
        replaces: carl.key,
        signature: carl.sign(statement),
        possession: fresh.sign(statement),
      };
      const rotated = await fixture.mutate(carl.did, 'rotateAuthenticator', input, 'key revokedAt');
      expect(rotated.data).toEqual([
        { key: carl.key, revokedAt: expect.any(String) },
        { key: fresh.key, revokedAt: null },
      ]);
      expect((await signIn(carl)).codes).toEqual(['SIGNATURE_INVALID']);
      expect((await signInWith(carl, fresh)).codes).toEqual([]);
      expect((await fixture.mutate(carl.did, 'rotateAuthenticator', input, 'key')).codes).toEqual([
        'SIGNATURE_INVALID',
      ]);
    });

    it('are refused without both signatures, and to a DID that stands for nobody', async () => {
      const dora = person('dora');
      const fresh = person('fresh');
      const eve = person('eve');
      expect((await add(dora, dora, fresh)).codes).toEqual(['FORBIDDEN']);
      await fixture.join(drivers, dora);
      expect((await add(dora, eve, fresh)).codes).toEqual(['SIGNATURE_INVALID']);
      const statement = statements.authenticatorAdded(dora.did, fresh.key);
      expect((await add(dora, dora, fresh, { possession: dora.sign(statement) })).codes).toEqual([
        'SIGNATURE_INVALID',
      ]);
      expect((await add(dora, dora, fresh, { key: eve.key })).codes).toEqual(['SIGNATURE_INVALID']);
      const signed = { key: fresh.key, signature: dora.sign(statement), possession: fresh.sign(statement) };
      expect((await fixture.mutate(undefined, 'addAuthenticator', signed, 'key')).codes).toEqual([
        'UNAUTHENTICATED',
      ]);
    });

    it('of two devices cannot revoke each other to none', async () => {
      const emil = person('emil');
      const phone = person('his phone');
      await fixture.join(drivers, emil);
      await add(emil, emil, phone);
      const answers = await Promise.all([revoke(emil, emil, phone.key), revoke(emil, phone, emil.key)]);
      expect(answers.flatMap(({ codes }) => codes)).toHaveLength(1);
      const rows = await fixture.service.sql(
        'select key from authenticator where did = $1 and revoked_at is null',
        [emil.did],
      );
      expect(rows).toHaveLength(1);
    });
  });

  describe('organisations', () => {
    const register = (who: Person, name: string, kind: string) =>
      fixture.mutate(who.did, 'registerOrganization', { name, kind }, 'id name kind did');
    const acme = person('acme');

    it('register under the DID that is signed in, once', async () => {
      const { data, codes } = await register(acme, 'Acme Research', 'BUYER');
      expect(codes).toEqual([]);
      expect(data).toMatchObject({ name: 'Acme Research', kind: 'BUYER', did: acme.did });
      const [entry] = await fixture.journal('OrganizationRegistered');
      expect(entry).toMatchObject({
        cooperative: 'coop_platform',
        values: { organization: { id: data.id, keys: [acme.key] } },
      });
      expect((await register(acme, 'Acme Again', 'PARTNER')).codes).toEqual(['DID_ALREADY_USED']);
      expect((await register(drivers.founder, 'Me Ltd', 'BUYER')).codes).toEqual(['DID_ALREADY_USED']);
      expect((await fixture.apply(drivers.id, acme)).codes).toEqual(['DID_ALREADY_USED']);
      const own = await fixture.service.ask(
        acme.did,
        '{ viewer { did operator organization { id } memberships { id } } }',
      );
      expect(own.data.viewer).toEqual({
        did: acme.did,
        operator: false,
        organization: { id: data.id },
        memberships: [],
      });
    });

    it('rotate their keys too, in the platform’s log', async () => {
      const spare = person('acme’s spare');
      const statement = statements.authenticatorAdded(acme.did, spare.key);
      const input = { key: spare.key, signature: acme.sign(statement), possession: spare.sign(statement) };
      expect((await fixture.mutate(acme.did, 'addAuthenticator', input, 'key')).codes).toEqual([]);
      const entries = (await fixture.journal('AuthenticatorAdded')).filter(
        ({ cooperative }) => cooperative === 'coop_platform',
      );
      expect(entries.at(-1)!.values.organization).toMatchObject({
        did: acme.did,
        keys: [acme.key, spare.key],
      });
    });

    it('are regulators only where an operator listed them', async () => {
      const office = person('the data protection office');
      const recognize = (did: string | undefined) =>
        fixture.mutate(did, 'recognizeRegulator', { did: office.did }, 'did recognizedAt');
      expect((await register(office, 'Office', 'REGULATOR')).codes).toEqual(['REGULATOR_NOT_RECOGNIZED']);
      expect((await recognize(undefined)).codes).toEqual(['UNAUTHENTICATED']);
      expect((await recognize(drivers.founder.did)).codes).toEqual(['FORBIDDEN']);
      const first = await recognize(fixture.operator.did);
      expect((await recognize(fixture.operator.did)).data).toEqual(first.data);
      expect(await fixture.journal('RegulatorRecognized')).toHaveLength(1);
      expect((await register(office, 'Office', 'REGULATOR')).data.kind).toBe('REGULATOR');
    });

    it('are not registered by nobody or without a name', async () => {
      expect(
        (await fixture.mutate(undefined, 'registerOrganization', { name: 'X', kind: 'BUYER' }, 'id')).codes,
      ).toEqual(['UNAUTHENTICATED']);
      expect((await register(person('x'), ' ', 'BUYER')).codes).toEqual(['BAD_USER_INPUT']);
    });
  });
});
