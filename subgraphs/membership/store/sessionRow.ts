import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Session, SessionId } from '../domain/session.js';

@Entity('session')
export class SessionRow {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  did: string;

  /** The authenticator that signed in. */
  @Column('text')
  key: string;

  @Column('timestamptz', { name: 'begun_at' })
  begunAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('text', { name: 'end_reason', nullable: true })
  endReason: string | null;
}

export function toSession({ id, did, key, expiresAt, endedAt }: SessionRow): Session {
  return { id: id as SessionId, did, key, expiresAt, endedAt };
}

@Entity('refresh_token')
export class RefreshTokenRow {
  /** SHA-256 of the token; the token itself is nowhere. */
  @PrimaryColumn('bytea')
  hash: Buffer;

  @Column('text', { name: 'session_id' })
  sessionId: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt: Date | null;
}
