import { mutation } from '../client/mutation.js';
import type { Json } from '../encoding/canonical.js';

export interface DataBundle {
  /** Lists by name, among what describes them. */
  bundle: Record<string, Json>;
  digest: string;
  next: string | null;
}

/** A page of what a service holds of a member. */
export interface HeldRecords {
  records: { kind: string; record: Json }[];
  next: string | null;
  omitted: { where: string; reason: string }[];
}

/** One journal entry about the member, with its opening. */
export type JournalEntry = Record<string, Json>;

export const exportMyData = mutation<{ cooperative: string; after: string | null }, DataBundle>(
  'exportMyData',
  'bundle digest next',
  { repeatable: true },
);

const held = (field: string) => `
  query Held($member: ID!, $after: ID) {
    member(id: $member) {
      held: ${field}(first: 100, after: $after) { records { kind record } next omitted { where reason } }
    }
  }`;

export const MEMBERSHIP_RECORDS = held('membershipRecords');
export const GOVERNANCE_RECORDS = held('governanceRecords');
export const PAYOUTS_RECORDS = held('payoutsRecords');

export const OWN_TRAIL = `
  query OwnTrail($cooperative: ID!, $subject: ID!, $after: ID) {
    auditTrail(cooperative: $cooperative, subject: $subject, first: 100, after: $after) {
      nodes { service index type actorRole recordedAt leafHash leaf opening }
      pageInfo { hasNextPage endCursor }
    }
  }`;

/** What the metadata of an export names. */
export const WHOSE = `
  query Whose($cooperative: ID!, $member: ID!) {
    clock { now }
    cooperative(id: $cooperative) { did name }
    member(id: $member) { did }
  }`;
