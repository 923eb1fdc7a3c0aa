import { generateKeyPairSync, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { TokenSource } from '../gateway/gateway.js';

export const BENCH_DID = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
const ISSUER = 'bench';
const LIFE_SECONDS = 900;

/** Access tokens of one person, in membership's form, and where a gateway has the key to them. */
export function benchTokens(): TokenSource & { token(): string } {
  const kid = randomUUID();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig' };
  return {
    issuer: ISSUER,
    audience: ISSUER,
    fetchKeys: () => Promise.resolve({ keys: [jwk] }),
    token: () =>
      jwt.sign({ sub: BENCH_DID, sid: 'ses_bench' }, privateKey, {
        algorithm: 'ES256',
        keyid: kid,
        issuer: ISSUER,
        audience: ISSUER,
        expiresIn: LIFE_SECONDS,
      }),
  };
}
