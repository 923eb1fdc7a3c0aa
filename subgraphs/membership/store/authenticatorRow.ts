import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Authenticator, AuthenticatorId } from '../domain/authenticators.js';

@Entity('authenticator')
export class AuthenticatorRow {
  /** The member's co-op; the platform for an organisation's. */
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text')
  id: string;

  @Column('text')
  did: string;

  /** Public key, multibase. */
  @Column('text')
  key: string;

  @Column('timestamptz', { name: 'added_at' })
  addedAt: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;
}

export function toAuthenticator({ id, key, addedAt, revokedAt }: AuthenticatorRow): Authenticator {
  return { id: id as AuthenticatorId, key, addedAt, revokedAt };
}
