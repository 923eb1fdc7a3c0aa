import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { bodyHash } from '../../subgraphs/kit/identity/passport.js';
import { SERVICES } from '../support/installation.js';
import type { Service } from '../support/installation.js';
import { askSubgraph, askWith, passportOf } from '../support/policyDoors.js';
import type { Answer } from '../support/policyDoors.js';
import { newSession } from '../support/policySignIn.js';
import type { PolicyWorld } from '../support/policyWorld.js';

const QUERY = '{ __typename }';
const MUTATION =
  'mutation ($input: MarkNotificationsReadInput!) { markNotificationsRead(input: $input) { did } }';
const NONE_READ = { input: { ids: [] } };

const codesOf = ({ errors }: Answer) => errors.map(({ extensions }) => extensions?.code);

/** A passport that the gateway did not make: claims of the right form under another header or key. */
function forged(
  { keys }: PolicyWorld,
  service: Service,
  options: { key?: KeyObject; algorithm?: jwt.Algorithm; issuer?: string; expiresIn?: number },
): string {
  const { key, algorithm = 'ES256', issuer = 'gateway', expiresIn = 30 } = options;
  const claims = { aud: service, rid: 'policy', jti: randomUUID() };
  const own = keys.signing('gateway/passport', 'es256').privateKey;
  return jwt.sign(claims, key ?? own, { algorithm, issuer, expiresIn });
}

/** What a library signs that is told to use the public key as a shared secret. */
function macWith(publicKey: KeyObject, service: Service): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const seconds = Math.floor(Date.now() / 1_000);
  const claims = { aud: service, iss: 'gateway', rid: 'policy', jti: randomUUID() };
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ ...claims, iat: seconds, exp: seconds + 30 })}`;
  const secret = publicKey.export({ type: 'spki', format: 'pem' });
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

/** The doors of the subgraphs open to passports of the gateway alone, each to its own. */
export function describePassports(given: () => PolicyWorld): void {
  describe.each(SERVICES)('the door of %s', (service) => {
    const another = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const strange: Record<string, () => string | undefined | Promise<string>> = {
      'no passport': () => undefined,
      'something else': () => 'passport',
      'a passport for another subgraph': () =>
        passportOf(given(), { aud: SERVICES[(SERVICES.indexOf(service) + 1) % SERVICES.length]! }),
      'a passport for nobody in particular': () => passportOf(given(), { aud: 'gateway' }),
      'a passport by another key': () => forged(given(), service, { key: another() }),
      'a passport of another issuer': () => forged(given(), service, { issuer: 'membership' }),
      'a passport that has expired': () => forged(given(), service, { expiresIn: -10 }),
      'a passport that nobody signed': () => {
        const [, body] = forged(given(), service, {}).split('.');
        return `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${body}.`;
      },
      'a passport under the public key': () => macWith(given().keys.pinned('gateway/passport')!, service),
      'a passport whose holder was exchanged': () => {
        const [head, body, signature] = forged(given(), service, {}).split('.');
        const claims = JSON.parse(Buffer.from(body!, 'base64url').toString()) as object;
        const changed = JSON.stringify({ ...claims, sub: given().people.listing('operator').did });
        return `${head}.${Buffer.from(changed).toString('base64url')}.${signature}`;
      },
      'an access token': async () => (await newSession(given())).accessToken,
    };

    it('opens to a passport that the gateway made for it', async () => {
      expect(await askSubgraph(given(), service, {}, QUERY)).toEqual({
        data: { __typename: 'Query' },
        errors: [],
      });
    });

    it.each(Object.keys(strange))('stays shut for %s', async (name) => {
      const answer = await askWith(given(), service, await strange[name]!(), QUERY);
      expect(answer.data).toBeNull();
      expect(codesOf(answer)).toEqual(['PASSPORT_INVALID']);
    });

    it('shows its log’s private parts to nobody who comes with another’s passport', async () => {
      const { log } = given().services.get(service)!;
      const cooperative = given().own.cooperative!;
      const other = passportOf(given(), { aud: 'another', sub: given().people.listing('operator').did });
      await expect(log.entries({ cooperative, first: 1 }, other)).rejects.toMatchObject({
        code: 'PASSPORT_INVALID',
      });
    });
  });

  describe('a passport for a query', () => {
    const OWN = 'query ($first: Int!) { viewer { did notifications(first: $first) { nodes { id } } } }';
    const passport = () =>
      passportOf(given(), {
        aud: 'membership',
        sub: given().people.listing('operator').did,
        bh: bodyHash({ query: OWN, variables: { first: 1 } }),
      });

    it('admits it', async () => {
      const answer = await askWith(given(), 'membership', passport(), OWN, { first: 1 });
      expect(codesOf(answer)).toEqual([]);
    });

    it.each([
      { name: 'another query', query: '{ viewer { did } }', variables: {} },
      { name: 'other variables', query: OWN, variables: { first: 2 } },
    ])('does not admit $name', async ({ query, variables }) => {
      const answer = await askWith(given(), 'membership', passport(), query, variables);
      expect(answer.data).toBeNull();
      expect(codesOf(answer)).toEqual(['PASSPORT_INVALID']);
    });
  });

  describe('a passport for a mutation', () => {
    const did = () => given().people.listing('operator').did;
    const bound = (more = {}) =>
      passportOf(given(), {
        aud: 'membership',
        sub: did(),
        bh: bodyHash({ query: MUTATION, variables: NONE_READ }),
        ...more,
      });
    const use = (passport: string, mutation = MUTATION, variables: object = NONE_READ) =>
      askWith(given(), 'membership', passport, mutation, variables as Record<string, unknown>);

    it('is good once, for all copies of a service', async () => {
      const passport = bound();
      expect(codesOf(await use(passport))).toEqual([]);
      const again = await use(passport);
      expect(again.data).toBeNull();
      expect(codesOf(again)).toEqual(['PASSPORT_REPLAYED']);
    });

    it('is good once when it comes many times at the same moment', async () => {
      const passport = bound();
      const answers = await Promise.all(Array.from({ length: 8 }, () => use(passport)));
      const codes = answers.map((answer) => codesOf(answer)[0] ?? 'done').sort();
      expect(codes).toEqual([...Array<string>(7).fill('PASSPORT_REPLAYED'), 'done']);
    });

    it.each([
      { name: 'other variables', variables: { input: { ids: null } } },
      { name: 'no variables', variables: {} },
      { name: 'another document', mutation: MUTATION.replace('{ did }', '{ did operator }') },
    ])('does not admit $name', async ({ mutation, variables }) => {
      const answer = await use(bound(), mutation, variables);
      expect(answer.data).toBeNull();
      expect(codesOf(answer)).toEqual(['PASSPORT_INVALID']);
    });

    it('is asked for even where a query stands before the mutation', async () => {
      const both = `query Read { viewer { did } } ${MUTATION.replace('mutation', 'mutation Mark')}`;
      const passport = passportOf(given(), { aud: 'membership', sub: did() });
      const { services } = given();
      const answer = await services.get('membership')!.execute({
        query: both,
        operationName: 'Mark',
        variables: NONE_READ,
        headers: { passport },
      });
      expect(answer.errors?.map(({ extensions }) => extensions?.code)).toEqual(['PASSPORT_INVALID']);
    });

    it('does not admit another operation of the same document', async () => {
      const query = `${MUTATION.replace('mutation', 'mutation One')} ${MUTATION.replace('mutation', 'mutation Two')}`;
      const bh = bodyHash({ query, variables: NONE_READ, operationName: 'One' });
      const { services } = given();
      const codes = async (operationName: string) => {
        const passport = passportOf(given(), { aud: 'membership', sub: did(), bh });
        const request = { query, operationName, variables: NONE_READ, headers: { passport } };
        const { errors = [] } = await services.get('membership')!.execute(request);
        return errors.map(({ extensions }) => extensions?.code);
      };
      expect(await codes('Two')).toEqual(['PASSPORT_INVALID']);
      expect(await codes('One')).toEqual([]);
    });

    it('says who asks, and is not believed about what they may do', async () => {
      const advance = 'mutation ($input: AdvanceClockInput!) { advanceClock(input: $input) { now } }';
      const variables = { input: { seconds: 1 } };
      const claims = {
        ...{ aud: 'membership', rid: 'policy', jti: randomUUID(), sid: 'ses_policy' },
        ...{
          sub: given().people.listing('pampa.agronomics').did,
          bh: bodyHash({ query: advance, variables }),
        },
        ...{ operator: true, roles: ['OPERATOR', 'STEWARD'] },
      };
      const key = given().keys.signing('gateway/passport', 'es256').privateKey;
      const passport = jwt.sign(claims, key, { algorithm: 'ES256', issuer: 'gateway', expiresIn: 30 });
      expect(codesOf(await use(passport, advance, variables))).toEqual(['FORBIDDEN']);
    });
  });
}
