import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Organization, OrganizationId, OrganizationKind } from '../domain/organization.js';

@Entity('organization')
export class OrganizationRow {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  did: string;

  @Column('text')
  name: string;

  @Column('text')
  kind: string;

  @Column('timestamptz', { name: 'registered_at' })
  registeredAt: Date;
}

export function toOrganization({ id, did, name, kind, registeredAt }: OrganizationRow): Organization {
  return { id: id as OrganizationId, did, name, kind: kind as OrganizationKind, registeredAt };
}

@Entity('recognized_regulator')
export class RecognizedRegulatorRow {
  @PrimaryColumn('text')
  did: string;

  @Column('timestamptz', { name: 'recognized_at' })
  recognizedAt: Date;
}
