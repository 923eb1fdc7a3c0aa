import { Column, Entity, PrimaryColumn } from 'typeorm';

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

@Entity('recognized_regulator')
export class RecognizedRegulatorRow {
  @PrimaryColumn('text')
  did: string;

  @Column('timestamptz', { name: 'recognized_at' })
  recognizedAt: Date;
}
