import { digestOf } from '../../kit/domain/canonical.js';
import type { Effect } from '../../kit/contracts/effects.js';

/** What members may put to the vote themselves. LICENCE and ADMISSION are born of other services' journals. */
const SUBMITTABLE_KINDS = [
  'CHARTER_AMENDMENT',
  'REVENUE_POLICY',
  'ELECTION',
  'RESOLUTION',
  'CANCELLATION',
  'SUSPENSION',
  'REINSTATEMENT',
  'RECOVERY',
] as const;
export type SubmittableKind = (typeof SUBMITTABLE_KINDS)[number];

export function isSubmittable(kind: string): kind is SubmittableKind {
  return (SUBMITTABLE_KINDS as readonly string[]).includes(kind);
}

/** Lowercase hex SHA-256 of the canonical form of the effect. */
export function digestOfEffect(effect: Effect): string {
  return digestOf(effect);
}
