import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ERRORS } from '../../../../gateway/errors.js';
import { COMMON } from '../../../../subgraphs/kit/errors/table.js';
import { domainErrorOf, Refusal } from '../../../../gateway/observability/refusal.js';
import { Authors } from '../../../../gateway/supergraph/registry/authors.js';
import { PartnerRegistration } from '../../../../gateway/supergraph/registry/partnerRegistration.js';
import { registryRoutes } from '../../../../gateway/supergraph/registry/routes.js';
import type { Route } from '../../../../subgraphs/kit/http/http.js';
import { LINK } from '../support/core.js';
import { startRegistry } from '../support/registry.js';
import type { RegistryWorld } from '../support/registry.js';

const OPERATOR = 'did:key:operator';
const RATING = `${LINK} type Dataset @key(fields: "id") { id: ID!  acmeRating: Float }`;
const ACME = { subgraph: 'acme', prefix: 'Acme', url: 'https://acme.example/graphql' };

interface Reply {
  status: number;
  body: Record<string, never> & { token?: string; tokenId?: string };
  code?: string | undefined;
}

describe('the registry over HTTP', () => {
  let world: RegistryWorld;
  let routes: readonly Route[];
  let looks: number;
  let sessions: 'stand' | 'have ended' | 'cannot be looked up';

  beforeAll(async () => {
    world = await startRegistry();
  });
  beforeEach(async () => {
    await world.reset();
    looks = 0;
    sessions = 'stand';
    // Stands for membership's tokens: each is the DID that it is for.
    const tokens = {
      read: (authorization: string | undefined) =>
        Promise.resolve(
          authorization
            ? { did: authorization.replace('Bearer ', ''), sessionId: 'ses_1', expiresAt: 0 }
            : null,
        ),
    };
    const requireStanding = () =>
      sessions === 'stand'
        ? Promise.resolve()
        : Promise.reject(
            sessions === 'have ended'
              ? COMMON.UNAUTHENTICATED.raise('ended')
              : ERRORS.IDENTITY_UNAVAILABLE.raise('away'),
          );
    const authors = new Authors(tokens, world.store, [OPERATOR], requireStanding);
    const core = () => Promise.resolve(world.core);
    const registration = new PartnerRegistration({
      store: world.store,
      authors,
      core,
      addresses: { allowsLoopback: false },
    });
    const follower = { generation: 1, look: () => Promise.resolve(void (looks += 1)) };
    routes = registryRoutes({ registry: world.registry, authors, registration, follower });
  });
  afterAll(() => world.drop());

  async function ask(path: string, body?: unknown, bearer: string | undefined = OPERATOR): Promise<Reply> {
    const route = routes.find((one) => one.path === `/registry/${path}`)!;
    const headers: Record<string, string> = bearer ? { authorization: `Bearer ${bearer}` } : {};
    const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
    try {
      const request = {
        method: route.method,
        path: route.path,
        query: new URLSearchParams(),
        headers,
        body: Buffer.from(text),
      };
      const { status, body: answer } = await route.handle(request);
      return { status, body: JSON.parse(String(answer)) as Reply['body'] };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const known = domainErrorOf(error);
      return { status: error.status, code: known?.code, body: (known?.facts ?? {}) as Reply['body'] };
    }
  }

  async function partnerToken(): Promise<{ token: string; tokenId: string }> {
    await ask('register', ACME);
    const { token = '', tokenId = '' } = (await ask('issue-token', { subgraph: 'acme' })).body;
    return { token, tokenId };
  }

  test.each([
    ['have ended', 401, 'UNAUTHENTICATED'],
    ['cannot be looked up', 503, 'IDENTITY_UNAVAILABLE'],
  ] as const)('answers no operator whose sessions %s', async (state, status, code) => {
    const { token } = await partnerToken();
    sessions = state;
    for (const path of [
      'register',
      'issue-token',
      'publish',
      'retire',
      'check',
      'revoke-token',
      'subgraphs',
    ]) {
      expect({ path, ...(await ask(path, ACME)) }).toMatchObject({ path, status, code });
    }
    // A publish token belongs to no session.
    expect(await ask('check', { subgraph: 'acme', sdl: RATING }, token)).toMatchObject({ status: 200 });
  });

  test('takes a partner from registration to a composed field', async () => {
    const { token } = await partnerToken();
    expect(await ask('check', { subgraph: 'acme', sdl: RATING }, token)).toMatchObject({
      status: 200,
      body: { problems: [] },
    });
    expect(await ask('publish', { subgraph: 'acme', sdl: RATING }, token)).toMatchObject({
      status: 200,
      body: { outcome: 'published', generation: 2 },
    });
    expect(looks).toBe(1);
    expect((await ask('subgraphs')).body.subgraphs).toHaveLength(3);
    expect(await ask('retire', { subgraph: 'acme' }, token)).toMatchObject({
      body: { outcome: 'retired', generation: 3 },
    });
  });

  test('shows a partner nothing but its own entry', async () => {
    const { token } = await partnerToken();
    const { body } = await ask('subgraphs', undefined, token);
    expect(body.subgraphs).toMatchObject([{ name: 'acme' }]);
  });

  test('keeps no token, only its hash', async () => {
    const { token } = await partnerToken();
    const kept = await world.sql('select * from publish_token');
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(token);
  });

  test('answers a refused schema with its problems', async () => {
    const { token } = await partnerToken();
    const reply = await ask('publish', { subgraph: 'acme', sdl: `${LINK} type Other { a: Int }` }, token);
    expect(reply).toMatchObject({
      status: 422,
      code: 'SCHEMA_REFUSED',
      body: { problems: [{ code: 'PARTNER_TYPE_PREFIX' }] },
    });
    expect(looks).toBe(0);
  });

  describe('a partner may not', () => {
    test.each([
      ['publish for another', 'publish', { subgraph: 'zenith', sdl: RATING }],
      ['publish for a service', 'publish', { subgraph: 'data' }],
      ['check for another', 'check', { subgraph: 'data', sdl: RATING }],
      ['retire another', 'retire', { subgraph: 'zenith' }],
      ['force', 'publish', { subgraph: 'acme', sdl: RATING, force: true }],
      ['force its retirement', 'retire', { subgraph: 'acme', force: true }],
      ['register', 'register', { subgraph: 'zenith', prefix: 'Zenith', url: 'https://zenith.example/' }],
      ['move its own URL', 'register', { ...ACME, url: 'https://elsewhere.example/' }],
      ['issue tokens', 'issue-token', { subgraph: 'acme' }],
      ['revoke tokens', 'revoke-token', { tokenId: 'pti_1' }],
    ])('%s', async (_, path, body) => {
      const { token } = await partnerToken();
      expect(await ask(path, body, token)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    });
  });

  test.each([
    [
      'revoked',
      async () =>
        void (await ask('revoke-token', {
          tokenId: (await world.sql<{ token_id: string }>('select token_id from publish_token'))[0]!.token_id,
        })),
    ],
    ['expired', async () => void (await world.sql('update publish_token set expires_at = now()'))],
  ])('takes no token that is %s', async (_, end) => {
    const { token } = await partnerToken();
    await end();
    expect(await ask('publish', { subgraph: 'acme', sdl: RATING }, token)).toMatchObject({
      status: 401,
      code: 'UNAUTHENTICATED',
    });
  });

  test.each([
    ['nobody', '', 401, 'UNAUTHENTICATED'],
    ['a member', 'did:key:somebody', 403, 'FORBIDDEN'],
    ['a token that nobody issued', `ptk_${'A'.repeat(43)}`, 401, 'UNAUTHENTICATED'],
  ])('answers %s at no path', async (_, bearer, status, code) => {
    for (const { path } of routes) {
      expect(await ask(path.replace('/registry/', ''), 'not even JSON', bearer)).toMatchObject({
        status,
        code,
      });
    }
  });

  describe('refuses', () => {
    test.each([
      ['what is no JSON', 'publish', '{', 400, 'BAD_USER_INPUT'],
      [
        'what it does not know',
        'publish',
        { subgraph: 'acme', sdl: RATING, prefix: 'Other' },
        400,
        'BAD_USER_INPUT',
      ],
      ['a name that is none', 'register', { ...ACME, subgraph: 'A b' }, 400, 'BAD_USER_INPUT'],
      ['a prefix that is none', 'register', { ...ACME, prefix: 'acme' }, 400, 'BAD_USER_INPUT'],
      ['a prefix of two words', 'register', { ...ACME, prefix: 'AcmeData' }, 400, 'BAD_USER_INPUT'],
      [
        'a URL without encryption',
        'register',
        { ...ACME, url: 'http://acme.example/' },
        400,
        'BAD_USER_INPUT',
      ],
      ['a URL of this machine', 'register', { ...ACME, url: 'https://127.0.0.1/' }, 400, 'BAD_USER_INPUT'],
      ['a prefix of the core', 'register', { ...ACME, prefix: 'Member' }, 409, 'NAME_TAKEN'],
      ['the name of a service', 'register', { ...ACME, subgraph: 'data' }, 409, 'NAME_TAKEN'],
      ['a token for nobody', 'issue-token', { subgraph: 'zenith' }, 404, 'NOT_FOUND'],
      ['a token that is not there', 'revoke-token', { tokenId: 'pti_1' }, 404, 'NOT_FOUND'],
      ['a schema for nobody', 'publish', { subgraph: 'zenith', sdl: RATING }, 404, 'NOT_FOUND'],
    ])('%s', async (_, path, body, status, code) => {
      expect(await ask(path, body)).toMatchObject({ status, code });
    });

    test('a second partner of the same prefix, and another prefix for the first', async () => {
      await ask('register', ACME);
      expect(await ask('register', { ...ACME, subgraph: 'other' })).toMatchObject({ code: 'NAME_TAKEN' });
      expect(await ask('register', { ...ACME, prefix: 'Apex' })).toMatchObject({ code: 'NAME_TAKEN' });
      expect(await ask('register', { ...ACME, url: 'https://new.example/' })).toMatchObject({ status: 200 });
    });

    test('more publications at once than may wait', async () => {
      await ask('register', ACME);
      const replies = await Promise.all(
        Array.from({ length: 12 }, () => ask('check', { subgraph: 'acme', sdl: RATING })),
      );
      expect(replies.map(({ code }) => code).filter((code) => code === 'OVERLOADED')).toHaveLength(4);
    });
  });
});
