import type { JsonWebKey } from 'node:crypto';
import type { VerifiableCredential } from '../../kit/domain/credential.js';
import type { Did } from '../../kit/domain/didKey.js';
import type { Store } from '../../kit/store/store.js';
import type { Cooperative } from '../domain/cooperative.js';
import type { CooperativeId, Member } from '../domain/member.js';
import type { Session } from '../domain/session.js';

export interface AccessToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Issues the tokens with which somebody who has signed in comes back. */
export interface TokenIssuer {
  /** Both who issues the tokens and for whom: the gateway, under the URL by which clients reach it. */
  readonly audience: string;
  issue(session: Pick<Session, 'did' | 'id'>, now: Date): AccessToken;
  /** The keys that prove the tokens: a JSON Web Key Set (RFC 7517). */
  keySet(): { keys: JsonWebKey[] };
}

/** Issues credentials in the name of a co-op. */
export interface CredentialIssuer {
  didOf(cooperativeId: CooperativeId): Did;
  /** The membership credential of a member who has just been admitted. */
  membership(cooperative: Pick<Cooperative, 'id' | 'name'>, member: Member, now: Date): VerifiableCredential;
}

/** Marks people who may not come back yet, under a key of the co-op that rests outside the database. */
export interface BanMarks {
  /** 32 bytes: the same for one nullifier in one co-op, and telling nothing to who lacks the key. */
  of(cooperativeId: CooperativeId, nullifier: string): Uint8Array;
}

/** What the use cases of membership are given. */
export interface MembershipPorts {
  readonly store: Store;
  readonly issuer: CredentialIssuer;
  readonly bans: BanMarks;
  readonly tokens: TokenIssuer;
  /** What sign-in challenges are authenticated with, 32 bytes. */
  readonly challengeSecret: () => Uint8Array;
  /** True where an operator may move the clock. */
  readonly isDemo: boolean;
}
