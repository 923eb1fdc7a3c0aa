import { createHmac, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { mutation, perform } from '../../wallet/client/mutation.js';
import { refreshSession } from '../../wallet/operations/signIn.js';
import { newSession } from '../support/policySignIn.js';
import type { PolicyWorld } from '../support/policyWorld.js';

const signOut = mutation<{ refreshToken: string; everywhere: boolean }, { endedSessions: number }>(
  'signOut',
  'endedSessions',
);

interface Claims {
  sub: string;
  sid: string;
  iss: string;
  aud: string;
  iat: number;
  exp: number;
}

/** The gateway's one door: who shows a token is its holder, or is told that they are not. */
export function describeTokens(given: () => PolicyWorld): void {
  describe('an access token', () => {
    let token: string;
    let claims: Claims;
    let kid: string;

    beforeAll(async () => {
      token = (await newSession(given())).accessToken;
      claims = jwt.decode(token) as Claims;
      kid = jwt.decode(token, { complete: true })!.header.kid!;
    });

    async function ask(authorization: string) {
      const response = await fetch(new URL('/graphql', given().installation.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify({ query: '{ viewer { did } }' }),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    }

    const own = () => given().keys.signing('membership/tokens', 'es256');
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    /** Signed with the very key of the issuer, but for what is changed. */
    const issued = (changed: Partial<Claims>, header: object = {}) =>
      jwt.sign(JSON.parse(JSON.stringify({ ...claims, ...changed })) as object, own().privateKey, {
        algorithm: 'ES256',
        header: { alg: 'ES256', kid, ...header },
      });
    const past = () => Math.floor(Date.now() / 1_000) - 60;
    const mac = (secret: string | Buffer) => {
      const body = `${encode({ alg: 'HS256', typ: 'JWT', kid })}.${encode(claims)}`;
      return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
    };
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });

    it('is good for its holder', async () => {
      expect(await ask(`Bearer ${token}`)).toEqual({
        status: 200,
        body: { data: { viewer: { did: claims.sub } } },
      });
      expect((await ask(`Bearer ${issued({})}`)).status).toBe(200);
    });

    const refused: Record<string, () => string> = {
      'that has expired': () => issued({ iat: past() - 900, exp: past() }),
      'of another issuer': () => issued({ iss: 'https://elsewhere.example' }),
      'for another audience': () => issued({ aud: 'https://elsewhere.example' }),
      'for no audience': () => issued({ aud: undefined }),
      'of nobody': () => issued({ sub: undefined }),
      'whose holder is no DID': () => issued({ sub: 'operator' }),
      'of no session': () => issued({ sid: undefined }),
      'that nobody signed': () => `${encode({ alg: 'none', typ: 'JWT', kid })}.${encode(claims)}.`,
      'that claims to need no signature': () => {
        const [, body, signature] = token.split('.');
        return `${encode({ alg: 'none', typ: 'JWT', kid })}.${body}.${signature}`;
      },
      'under the public key as a shared secret': () =>
        mac(own().publicKey.export({ type: 'spki', format: 'pem' })),
      'under the published key as a shared secret': () =>
        mac(JSON.stringify(own().publicKey.export({ format: 'jwk' }))),
      'under an empty secret': () => mac(''),
      'by another key under the same name': () =>
        jwt.sign(claims, stranger.privateKey, { algorithm: 'ES256', keyid: kid }),
      'by a key that nobody published': () =>
        jwt.sign(claims, stranger.privateKey, { algorithm: 'ES256', keyid: 'stranger' }),
      'that brings its own key along': () => {
        const jwk = stranger.publicKey.export({ format: 'jwk' });
        const header = { alg: 'ES256', typ: 'JWT', kid, jwk };
        return jwt.sign(claims, stranger.privateKey, { algorithm: 'ES256', header } as jwt.SignOptions);
      },
      'without the name of a key': () => jwt.sign(claims, own().privateKey, { algorithm: 'ES256' }),
      'whose holder was exchanged': () => {
        const [head, , signature] = token.split('.');
        const did = given().people.listing('operator').did;
        return `${head}.${encode({ ...claims, sub: did })}.${signature}`;
      },
      'by the key of passports': () => {
        const key = given().keys.signing('gateway/passport', 'es256').privateKey;
        return jwt.sign(claims, key, { algorithm: 'ES256', keyid: kid });
      },
    };

    it.each(Object.keys(refused))('%s is refused, and its holder is not taken for nobody', async (name) => {
      const { status, body } = await ask(`Bearer ${refused[name]!()}`);
      expect(status).toBe(401);
      expect(body).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
      expect(body.data ?? null).toBeNull();
    });

    it.each(['Bearer', 'Bearer x', 'Bearer a.b.c d', 'Basic b3BlcmF0b3I6', 'Bearer ..'])(
      'of the form "%s" is none',
      async (authorization) => {
        expect((await ask(authorization)).status).toBe(401);
      },
    );

    it('lives fifteen minutes', () => {
      expect(claims.exp - claims.iat).toBe(900);
    });

    it('changes nothing once its session has ended, in whichever service', async () => {
      const { accessToken, refreshToken } = await newSession(given());
      const changes = {
        membership: 'mutation { markNotificationsRead(input: { ids: [] }) { did } }',
        governance: 'mutation { cancelProposal(input: { proposal: "prp_1", reason: "Not ours." }) { id } }',
        data: 'mutation { cancelComputeJob(input: { job: "job_1" }) { id } }',
        payouts:
          'mutation { withdrawBalance(input: { cooperative: "coop_1", idempotencyKey: "late", signature: "" }) { id } }',
      };
      const codes = async () => {
        const found: Record<string, unknown> = {};
        for (const [service, query] of Object.entries(changes)) {
          const response = await fetch(new URL('/graphql', given().installation.url), {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
            body: JSON.stringify({ query }),
          });
          const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
          found[service] = errors?.[0]?.extensions.code ?? 'done';
        }
        return found;
      };
      expect(Object.values(await codes())).not.toContain('UNAUTHENTICATED');
      await perform(given().people.anyone, signOut, { refreshToken, everywhere: false });
      const refused = Object.fromEntries(Object.keys(changes).map((service) => [service, 'UNAUTHENTICATED']));
      expect((await codes()).membership).toBe('UNAUTHENTICATED');
      // Three seconds are a hundred times what a projection takes on an idle machine.
      const until = performance.now() + 3_000;
      let last = await codes();
      while (performance.now() < until && Object.values(last).some((code) => code !== 'UNAUTHENTICATED')) {
        last = await codes();
      }
      expect(last).toEqual(refused);
      expect((await ask(`Bearer ${accessToken}`)).status).toBe(200);
    });

    it('of an operator publishes nothing once its session has ended', async () => {
      const { accessToken, refreshToken } = await newSession(given(), 'operator');
      const code = async (): Promise<unknown> => {
        const response = await fetch(new URL('/registry/check', given().installation.url), {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
          body: JSON.stringify({ subgraph: 'acme' }),
        });
        const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
        return errors?.[0]?.extensions.code ?? response.status;
      };
      expect(await code()).not.toBe('UNAUTHENTICATED');
      await perform(given().people.anyone, signOut, { refreshToken, everywhere: false });
      expect(await code()).toBe('UNAUTHENTICATED');
    });

    it('is not renewed for a session that was ended', async () => {
      const { anyone } = given().people;
      const { refreshToken } = await newSession(given());
      await perform(anyone, signOut, { refreshToken, everywhere: false });
      await expect(perform(anyone, refreshSession, { refreshToken })).rejects.toMatchObject({
        code: 'SESSION_ENDED',
      });
    });

    it('is not renewed for a session whose refresh token two have used', async () => {
      const { anyone } = given().people;
      const { refreshToken: first } = await newSession(given());
      const { refreshToken: second } = await perform(anyone, refreshSession, { refreshToken: first });
      const refresh = (refreshToken: string) => perform(anyone, refreshSession, { refreshToken });
      await expect(refresh(first)).rejects.toMatchObject({ code: 'REFRESH_TOKEN_REUSED' });
      await expect(refresh(second)).rejects.toMatchObject({ code: 'SESSION_ENDED' });
    });
  });
}
