import { createHash } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { canonicalize } from '../../kit/domain/canonical.js';
import type { KeyPort, SigningKey } from '../../kit/identity/keys.js';
import { publicUrl } from '../../kit/settings.js';
import type { Settings } from '../../kit/settings.js';
import { ACCESS_LIFE_SECONDS } from '../domain/session.js';
import type { Session } from '../domain/session.js';
import type { AccessToken, TokenIssuer } from '../service/ports.js';

/** Issues access tokens (JWT, ES256), and publishes the key that proves them. */
export class AccessTokens implements TokenIssuer {
  private readonly key: SigningKey;
  private readonly kid: string;
  readonly audience: string;

  constructor(keys: KeyPort, settings: Settings) {
    this.key = keys.signing('membership/tokens', 'es256');
    this.kid = thumbprint(this.key.publicKey.export({ format: 'jwk' }));
    this.audience = publicUrl(settings);
  }

  issue({ did, id }: Pick<Session, 'did' | 'id'>, now: Date): AccessToken {
    const issuedAt = Math.floor(now.getTime() / 1_000);
    const expiresAt = issuedAt + ACCESS_LIFE_SECONDS;
    const token = jwt.sign({ sid: id, iat: issuedAt, exp: expiresAt }, this.key.privateKey, {
      algorithm: 'ES256',
      keyid: this.kid,
      issuer: this.audience,
      audience: this.audience,
      subject: did,
    });
    return { token, expiresAt: new Date(expiresAt * 1_000) };
  }

  keySet(): { keys: JsonWebKey[] } {
    const jwk = this.key.publicKey.export({ format: 'jwk' });
    return { keys: [{ ...jwk, kid: this.kid, alg: 'ES256', use: 'sig' }] };
  }
}

/** RFC 7638: what names a key, whoever computes it. */
function thumbprint({ crv, kty, x, y }: JsonWebKey): string {
  return createHash('sha256').update(canonicalize({ crv, kty, x, y }), 'utf8').digest('base64url');
}
