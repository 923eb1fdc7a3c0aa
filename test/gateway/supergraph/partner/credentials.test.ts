import { createPublicKey } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createVerifier, httpbis } from 'http-message-signatures';
import jwt from 'jsonwebtoken';
import { verifyPassport } from '../../../../subgraphs/kit/identity/passport.js';
import { PartnerCredentials } from '../../../../gateway/supergraph/partner/credentials.js';
import { HOSTILE_SDL } from '../../../support/hostilePartner.js';
import type { PartnerRequest } from '../../../support/hostilePartner.js';
import { DID, memoryKeys } from '../../support/toys.js';
import { startPartnerWorld } from '../support/partnerWorld.js';
import type { PartnerWorld } from '../support/partnerWorld.js';

const QUERY = '{ cooperatives { nodes { acmeRating } } }';

interface Directory {
  keys: (JsonWebKey & { kid: string; alg: string })[];
}

describe('what a partner hears', () => {
  let world: PartnerWorld;
  let keys: Directory['keys'];

  beforeAll(async () => {
    world = await startPartnerWorld({ PARTNER_TIMEOUT_MS: '20000' });
    const directory = await fetch(`${world.gateway.url}/.well-known/http-message-signatures-directory`);
    keys = ((await directory.json()) as Directory).keys;
  });
  afterAll(() => world.stop());
  beforeEach(() => world.partner.forget());

  const keyOf = (kid: string | undefined) =>
    createPublicKey({ key: keys.find((key) => key.kid === kid)!, format: 'jwk' });

  async function asked(headers: Record<string, string> = {}): Promise<PartnerRequest> {
    const { body } = await world.gateway.ask(QUERY, {}, headers);
    expect(body.errors).toBeUndefined();
    return world.lastRequest();
  }

  const verified = (headers: PartnerRequest['headers'], url = world.partner.url, method = 'POST') =>
    httpbis.verifyMessage(
      {
        keyLookup: async ({ keyid, alg }) => ({
          id: keyid!,
          algs: [alg!],
          verify: createVerifier(keyOf(keyid), 'ed25519'),
        }),
        requiredFields: ['@method', '@target-uri', 'content-type', 'content-digest', 'passport'],
        requiredParams: ['created', 'expires', 'nonce', 'keyid', 'alg', 'tag'],
      },
      { method, url, headers: headers as Record<string, string> },
    );

  test('is signed over the request, its body and its passport', async () => {
    const { headers, body } = await asked();
    expect(await verified(headers)).toBe(true);
    const digest = createHash('sha256').update(body).digest('base64');
    expect(headers['content-digest']).toBe(`sha-256=:${digest}:`);
  });

  test.each([
    [
      'sent somewhere else',
      (headers: PartnerRequest['headers']) => verified(headers, 'https://other.example/graphql'),
    ],
    ['sent in another way', (headers: PartnerRequest['headers']) => verified(headers, undefined, 'PUT')],
    [
      'given another body',
      (headers: PartnerRequest['headers']) => verified({ ...headers, 'content-digest': 'sha-256=:AAAA:' }),
    ],
    [
      'given another passport',
      (headers: PartnerRequest['headers']) => verified({ ...headers, passport: 'x.y.z' }),
    ],
  ])('is signed no more when it is %s', async (_, check) => {
    const { headers } = await asked();
    await expect(check(headers)).resolves.toBe(false);
  });

  test('is never the same twice', async () => {
    const [first, second] = [await asked(), await asked()];
    expect(first.headers.signature).not.toBe(second.headers.signature);
    expect(first.headers['signature-input']).not.toBe(second.headers['signature-input']);
  });

  test('has a passport for this partner, which says nothing of the viewer', async () => {
    const { headers } = await asked({ authorization: `Bearer ${world.gateway.issuer.token()}` });
    const passport = String(headers.passport);
    const { header } = jwt.decode(passport, { complete: true })!;
    const claims = jwt.verify(passport, keyOf(header.kid), { algorithms: ['ES256'] }) as jwt.JwtPayload;
    expect(claims).toMatchObject({ iss: 'https://coop.example', aud: world.partner.url });
    expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti']);
    expect(claims.exp! - claims.iat!).toBe(30);
  });

  test('holds neither token, cookie, DID, session, address nor request id of the viewer', async () => {
    const token = world.gateway.issuer.token({ sid: 'ses_secret' });
    const { headers, body } = await asked({
      authorization: `Bearer ${token}`,
      cookie: 'session=crumbs',
      'request-id': 'a-request-id-of-mine',
      'x-forwarded-for': '203.0.113.7',
      'user-agent': 'a browser of mine',
      'journal-position': 'membership:jrn_01h455vb4pex5vsknk084sn02q',
    });
    const heard = JSON.stringify([headers, body]);
    const [, claims] = String(headers.passport).split('.');
    for (const secret of [
      token,
      'crumbs',
      DID,
      'ses_secret',
      'request-id-of-mine',
      '203.0.113',
      'browser',
      'jrn_',
    ]) {
      expect(heard).not.toContain(secret);
      expect(Buffer.from(claims!, 'base64url').toString()).not.toContain(secret);
    }
    expect(Object.keys(headers).sort()).toEqual([
      'accept',
      'content-digest',
      'content-length',
      'content-type',
      'host',
      'passport',
      'signature',
      'signature-input',
    ]);
  });

  test('is a passport that no service of this installation takes', async () => {
    const keyPort = memoryKeys();
    const credentials = new PartnerCredentials(keyPort, 'https://coop.example');
    const to = { name: 'data', url: 'data', tellsPseudonym: false };
    const { passport } = await credentials.headersOf({ to, viewer: DID, body: '' });
    const key = keyPort.signing('gateway/passport', 'es256').publicKey;
    expect(() => verifyPassport(passport, key, 'data')).toThrow(
      expect.objectContaining({ code: 'PASSPORT_INVALID' }),
    );
  });

  test('is, once the operator says so, a pseudonym: one for each viewer and partner', async () => {
    const subjectAt = async (): Promise<unknown> => {
      const { headers } = await asked({ authorization: `Bearer ${world.gateway.issuer.token()}` });
      return (jwt.decode(String(headers.passport)) as jwt.JwtPayload).sub;
    };
    expect(await subjectAt()).toBeUndefined();
    await world.post('register', {
      subgraph: 'acme',
      prefix: 'Acme',
      url: world.partner.url,
      tellsPseudonym: true,
    });
    await world.post('publish', { subgraph: 'acme', sdl: HOSTILE_SDL });
    const [first, again] = [await subjectAt(), await subjectAt()];
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(again).toBe(first);
    expect((jwt.decode(String((await asked()).headers.passport)) as jwt.JwtPayload).sub).toBeUndefined();

    const credentials = new PartnerCredentials(memoryKeys(), 'https://coop.example');
    const of = async (name: string, viewer: string) => {
      const { passport } = await credentials.headersOf({
        to: { name, url: 'https://x.example/', tellsPseudonym: true },
        viewer,
        body: '',
      });
      return (jwt.decode(passport!) as jwt.JwtPayload).sub;
    };
    const all = [await of('acme', 'did:a'), await of('acme', 'did:b'), await of('brio', 'did:a')];
    expect(new Set(all).size).toBe(3);
  });
});
