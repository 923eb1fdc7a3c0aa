/** An invented organisation. */
export interface DemoOrganization {
  readonly handle: string;
  readonly name: string;
  readonly kind: 'BUYER' | 'REGULATOR';
}

export const organizations: readonly DemoOrganization[] = [
  { handle: 'hudson.mobility.lab', name: 'Hudson University Mobility and Health Lab', kind: 'BUYER' },
  { handle: 'pampa.agronomics', name: 'Pampa Agronomics S.A.', kind: 'BUYER' },
  { handle: 'data.protection.office', name: 'Interregional Data Protection Office', kind: 'REGULATOR' },
];

/** Runs the installation; belongs to no co-op. */
export const OPERATOR = 'operator';
