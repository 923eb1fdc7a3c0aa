import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { createSigner, httpbis } from 'http-message-signatures';
import jwt from 'jsonwebtoken';
import type { KeyPort, SigningKey } from '../../../subgraphs/kit/identity/keys.js';
import type { HttpAnswer, Route } from '../../../subgraphs/kit/http/http.js';

/** What of a partner its credentials depend on. */
export interface Addressee {
  name: string;
  /** Where it is asked: also the audience of its passports. */
  url: string;
  /** Whether it is told a pseudonym of the viewer. */
  tellsPseudonym: boolean;
}

export interface PartnerRequest {
  to: Addressee;
  /** DID of the viewer; undefined when nobody is signed in. */
  viewer: string | undefined;
  body: string;
}

/** A request lives as long as a passport between our own services: clocks differ a little. */
const LIFE_SECONDS = 30;
const PSEUDONYM_KEY_BYTES = 32;
/** What a partner must find signed: nothing of a request can be changed, or sent to another, or sent again later. */
const SIGNED = ['@method', '@target-uri', 'content-type', 'content-digest', 'passport'];
const PARAMETERS = ['created', 'expires', 'nonce', 'keyid', 'alg', 'tag'];
const TAG = 'data-cooperative-federation';
const CONTENT_TYPE = 'application/json';

/** @see https://datatracker.ietf.org/doc/draft-meunier-http-message-signatures-directory/ */
const DIRECTORY_PATH = '/.well-known/http-message-signatures-directory';

/**
 * What a partner gets instead of the viewer's token: a signature by which it knows the gateway, and a passport of its
 * own, by keys that no service of this installation believes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9421
 */
export class PartnerCredentials {
  private readonly messageKey: SigningKey;
  private readonly passportKey: SigningKey;
  private readonly pseudonymKey: Buffer;
  private readonly signer: ReturnType<typeof createSigner>;
  private readonly passportKeyId: string;

  /** @param issuer - the public URL of the gateway. */
  constructor(
    keys: KeyPort,
    private readonly issuer: string,
  ) {
    this.messageKey = keys.signing('gateway/partner-messages', 'ed25519');
    this.passportKey = keys.signing('gateway/partner-passports', 'es256');
    this.pseudonymKey = keys.secret('gateway/partner-pseudonyms', PSEUDONYM_KEY_BYTES);
    this.signer = createSigner(this.messageKey.privateKey, 'ed25519', keyIdOf(this.messageKey.publicKey));
    this.passportKeyId = keyIdOf(this.passportKey.publicKey);
  }

  /** The headers of one request: all that a partner hears beside the body. */
  async headersOf({ to, viewer, body }: PartnerRequest): Promise<Record<string, string>> {
    const headers = {
      'content-type': CONTENT_TYPE,
      'content-digest': `sha-256=:${createHash('sha256').update(body).digest('base64')}:`,
      passport: this.passport(to, viewer),
    };
    const nowMs = Date.now();
    const paramValues = {
      created: new Date(nowMs),
      expires: new Date(nowMs + LIFE_SECONDS * 1_000),
      nonce: randomUUID(),
      tag: TAG,
    };
    const signed = await httpbis.signMessage(
      { key: this.signer, name: 'gateway', fields: SIGNED, params: PARAMETERS, paramValues },
      { method: 'POST', url: to.url, headers },
    );
    return Object.fromEntries(
      Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
  }

  /** Where partners find the keys to both. */
  directoryRoute(): Route {
    const keys = [
      publicJwk(this.messageKey.publicKey, 'EdDSA'),
      publicJwk(this.passportKey.publicKey, 'ES256'),
    ];
    const answer: HttpAnswer = {
      status: 200,
      headers: {
        'content-type': 'application/http-message-signatures-directory+json',
        'cache-control': 'public, max-age=300',
      },
      body: JSON.stringify({ keys }),
    };
    return { method: 'GET', path: DIRECTORY_PATH, bodyBytesMax: 0, handle: () => Promise.resolve(answer) };
  }

  private passport({ name, url, tellsPseudonym }: Addressee, viewer: string | undefined): string {
    const subject = tellsPseudonym && viewer !== undefined ? this.pseudonym(name, viewer) : undefined;
    return jwt.sign({ jti: randomUUID(), ...(subject && { sub: subject }) }, this.passportKey.privateKey, {
      algorithm: 'ES256',
      keyid: this.passportKeyId,
      issuer: this.issuer,
      audience: url,
      expiresIn: LIFE_SECONDS,
    });
  }

  /** The same for one viewer at one partner, and telling nothing to two partners who compare theirs. */
  private pseudonym(partner: string, viewer: string): string {
    return createHmac('sha256', this.pseudonymKey).update(`${partner}\n${viewer}`).digest('base64url');
  }
}

function publicJwk(key: KeyObject, alg: string): object {
  return { ...key.export({ format: 'jwk' }), alg, use: 'sig', kid: keyIdOf(key) };
}

/** @see https://www.rfc-editor.org/rfc/rfc7638 */
function keyIdOf(key: KeyObject): string {
  const { crv, kty, x, y }: JsonWebKey = key.export({ format: 'jwk' });
  // Members in the order of their names; undefined ones are left out.
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}
