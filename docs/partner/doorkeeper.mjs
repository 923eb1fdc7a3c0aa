import { createHash, createPublicKey } from 'node:crypto';
import { createVerifier, httpbis } from 'http-message-signatures';
import jwt from 'jsonwebtoken';

const DIRECTORY = '/.well-known/http-message-signatures-directory';
const KEYS_LIFE_MS = 300_000;
/** Signatures live for 30 s; whoever sends more than this meanwhile is not the gateway. */
const NONCES_MAX = 100_000;
const SIGNED = ['@method', '@target-uri', 'content-type', 'content-digest', 'passport'];
const PARAMETERS = ['created', 'expires', 'nonce', 'keyid', 'alg', 'tag'];

/** Lets in what the gateway sent to this very partner, once, and nothing else. */
export class Doorkeeper {
  #keys = new Map();
  #fetchedAt = -Infinity;
  #nonces = new Map();

  /** @param url - where the gateway asks this partner: what it was registered with. */
  constructor({ gatewayUrl, url }) {
    this.gatewayUrl = gatewayUrl;
    this.url = url;
  }

  /**
   * @returns who asks, as a pseudonym of yours alone; undefined if you are told none, or nobody is signed in.
   * @throws Error saying what is wrong
   */
  async admit({ method, headers }, body) {
    const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
    if (headers['content-digest'] !== digest) throw new Error('the body is not the one that was signed');
    let nonce;
    const known = await httpbis.verifyMessage(
      {
        keyLookup: async (parameters) => {
          if (parameters.tag !== 'data-cooperative-federation') return null;
          nonce = parameters.nonce;
          return {
            id: parameters.keyid,
            algs: ['ed25519'],
            verify: createVerifier(await this.#key(parameters.keyid), 'ed25519'),
          };
        },
        requiredFields: SIGNED,
        requiredParams: PARAMETERS,
        maxAge: 60,
        tolerance: 5,
        all: true,
      },
      { method, url: this.url, headers },
    );
    if (known !== true) throw new Error('the request is not signed by the gateway');
    this.#spend(nonce);
    const kid = jwt.decode(headers.passport, { complete: true })?.header.kid;
    const { sub } = jwt.verify(headers.passport, await this.#key(kid), {
      algorithms: ['ES256'],
      issuer: this.gatewayUrl,
      audience: this.url,
      clockTolerance: 5,
    });
    return { viewer: sub };
  }

  async #key(kid) {
    if (!this.#keys.has(kid) && Date.now() - this.#fetchedAt > 1_000) await this.#fetchKeys();
    if (Date.now() - this.#fetchedAt > KEYS_LIFE_MS) await this.#fetchKeys();
    const key = this.#keys.get(kid);
    if (!key) throw new Error('the gateway has no such key');
    return key;
  }

  async #fetchKeys() {
    this.#fetchedAt = Date.now();
    const reply = await fetch(`${this.gatewayUrl}${DIRECTORY}`);
    const { keys } = await reply.json();
    this.#keys = new Map(keys.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]));
  }

  #spend(nonce) {
    const now = Date.now();
    for (const [spent, at] of this.#nonces) {
      if (now - at < 70_000) break;
      this.#nonces.delete(spent);
    }
    if (this.#nonces.has(nonce)) throw new Error('the request was sent before');
    if (this.#nonces.size >= NONCES_MAX) throw new Error('there are more requests than are remembered');
    this.#nonces.set(nonce, now);
  }
}
