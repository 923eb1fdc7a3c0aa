import type { Person } from '../../wallet/demo/endpoint.js';
import type { DemoPeople, KnownCooperative } from './demoPeople.js';

/**
 * The columns of the policy table: who asks, seen from the co-op, the member and the licence that the rows are about.
 */
export const VIEWERS = [
  'anonymous',
  /** The member whom the row is about. */
  'self',
  'member',
  'steward',
  'auditor',
  'foreign member',
  'foreign steward',
  'foreign auditor',
  /** Whose licence, jobs and invoices the rows are about. */
  'buyer',
  'other buyer',
  'regulator',
  'operator',
] as const;

export type ViewerName = (typeof VIEWERS)[number];

/** This co-op and the foreign one. */
export const OWN = 'patients';
export const FOREIGN = 'growers';

/** Places of people in the list of a demo co-op's members. The one who is `self` stood for election and holds no office. */
export const SELF = 6;
export const MEMBER = 10;
/** The demo has one auditor a co-op; `seed` appoints another. */
export const SECOND_AUDITOR = 12;

const NAMES: Record<Exclude<ViewerName, 'anonymous' | 'self' | 'member'>, string> = {
  steward: `${OWN}/steward`,
  auditor: `${OWN}/auditor`,
  'foreign member': `${FOREIGN}/member`,
  'foreign steward': `${FOREIGN}/steward`,
  'foreign auditor': `${FOREIGN}/auditor`,
  buyer: 'hudson.mobility.lab',
  'other buyer': 'pampa.agronomics',
  regulator: 'data.protection.office',
  operator: 'operator',
};

/** People of the same standing, for what somebody can do but once. */
const STAND_INS: Partial<Record<ViewerName, number>> = {
  self: SELF + 1,
  member: MEMBER + 1,
  steward: 1,
  auditor: SECOND_AUDITOR,
};

/** The name by which the demo knows a viewer; null for nobody. */
export function nameOf(people: DemoPeople, viewer: ViewerName, standIn = false): string | null {
  const { members } = people.cooperative(OWN);
  const other = standIn ? STAND_INS[viewer] : undefined;
  if (other !== undefined) return members[other]!.handle;
  if (viewer === 'anonymous') return null;
  if (viewer === 'self') return members[SELF]!.handle;
  if (viewer === 'member') return members[MEMBER]!.handle;
  return NAMES[viewer];
}

export async function personOf(
  people: DemoPeople,
  viewer: ViewerName,
  standIn?: boolean,
): Promise<Person | null> {
  const name = nameOf(people, viewer, standIn);
  return name === null ? null : people.signedIn(name);
}

/** The buyer whose licence the demo's history has in a co-op, and the one who is a stranger there. */
export function buyersOf({ spec }: KnownCooperative): { buyer: string; stranger: string } {
  const [one, other] = [NAMES.buyer, NAMES['other buyer']];
  return spec.licence.buyer === one ? { buyer: one, stranger: other } : { buyer: other, stranger: one };
}
