import { createHash, randomBytes } from 'node:crypto';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import type { AccessTokens } from '../../identity/accessTokens.js';
import type { RequireStanding } from '../../identity/standingSessions.js';
import type { SubgraphStore } from './subgraphStore.js';

/** Who publishes. */
export type Author = { kind: 'operator'; did: string } | { kind: 'partner'; name: string };

/** Begins a publish token, so that one that leaked is known for what it is. */
const TOKEN_PREFIX = 'ptk_';
const TOKEN_BYTES = 32;
const TOKEN_LIFE_DAYS = 365;
const BEARER = /^Bearer +(ptk_[\w-]{43}) *$/i;

export interface IssuedToken {
  /** To revoke it by. */
  tokenId: string;
  /** Shown once: only its hash is kept. */
  token: string;
}

/** Knows operators by their access tokens, and partners by the publish tokens that operators gave them. */
export class Authors {
  constructor(
    private readonly tokens: Pick<AccessTokens, 'read'>,
    private readonly store: Pick<SubgraphStore, 'tokenOwner' | 'addToken' | 'revokeToken'>,
    private readonly operatorDids: readonly string[],
    private readonly requireStanding: RequireStanding,
  ) {}

  /** @throws UNAUTHENTICATED, also for a session that has ended; FORBIDDEN, IDENTITY_UNAVAILABLE */
  async authorOf(authorization: string | undefined): Promise<Author> {
    const token = BEARER.exec(authorization ?? '')?.[1];
    if (token) {
      const name = await this.store.tokenOwner(hashOf(token));
      if (name === undefined)
        throw COMMON.UNAUTHENTICATED.raise('This publish token is not valid, or no more.');
      return { kind: 'partner', name };
    }
    const viewer = await this.tokens.read(authorization);
    if (!viewer) throw COMMON.UNAUTHENTICATED.raise('Send an operator’s access token, or a publish token.');
    if (!this.operatorDids.includes(viewer.did))
      throw COMMON.FORBIDDEN.raise('Only an operator may do this.');
    await this.requireStanding(viewer);
    return { kind: 'operator', did: viewer.did };
  }

  async issue(partner: string): Promise<IssuedToken> {
    const token = TOKEN_PREFIX + randomBytes(TOKEN_BYTES).toString('base64url');
    const tokenId = `pti_${randomBytes(12).toString('hex')}`;
    await this.store.addToken({ tokenId, hash: hashOf(token), partner, lifeDays: TOKEN_LIFE_DAYS });
    return { tokenId, token };
  }

  /** @throws NOT_FOUND */
  async revoke(tokenId: string): Promise<void> {
    if (await this.store.revokeToken(tokenId)) return;
    throw COMMON.NOT_FOUND.raise('There is no such publish token.', { tokenId });
  }
}

/** A token of 256 random bits needs no salt and no slow hash. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** @throws FORBIDDEN */
export function requireOperator(author: Author): void {
  if (author.kind !== 'operator') throw COMMON.FORBIDDEN.raise('Only an operator may do this.');
}

/** @throws FORBIDDEN unless the author is an operator, or the partner itself. */
export function requireAuthorOf(author: Author, subgraph: string): void {
  if (author.kind === 'operator' || author.name === subgraph) return;
  throw COMMON.FORBIDDEN.raise('A publish token is for the schema of its own partner.', { subgraph });
}

/** As it is kept beside what somebody did. */
export function nameOf(author: Author): string {
  return author.kind === 'operator' ? author.did : `partner ${author.name}`;
}
