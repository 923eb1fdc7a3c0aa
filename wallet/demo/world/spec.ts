import type { CharterTerms, RevenuePolicy } from '../../founding/charterTerms.js';
import type { Row } from '../../vault/contribution.js';

export type Sensitivity = 'ORDINARY' | 'PERSONAL' | 'SPECIAL';

export interface Column {
  name: string;
  type: 'NUMBER' | 'INTEGER' | 'TEXT' | 'INSTANT' | 'BOOLEAN';
  unit: string | null;
  meaning: string;
  sensitivity: Sensitivity;
  bounds: { min: number; max: number } | null;
  categories: string[] | null;
}

export interface DatasetSpec {
  title: string;
  description: string;
  keywords: string[];
  themes: string[];
  columns: Column[];
  temporal: { from: string; until: string } | null;
  spatial: string | null;
  rowsPerMemberMax: number;
}

export interface OfferSpec {
  purposes: string[];
  prohibited: string[];
  duties: string[];
  price: { amountMinor: string; model: 'FLAT' | 'PER_JOB'; jobPriceMinor: string | null };
  termDays: number;
}

/** Something that members put to the vote. `forPercent` of the ballots in the demo are in favour. */
export type MotionSpec = {
  title: string;
  body: string;
  forPercent: number;
} & (
  | { kind: 'RESOLUTION'; resolution: { text: string } }
  | { kind: 'REVENUE_POLICY'; revenuePolicy: RevenuePolicy }
);

/** Everything about one demo co-op that does not depend on ids or keys. */
export interface CooperativeSpec {
  slug: string;
  name: string;
  mission: string;
  currency: string;
  memberCount: number;
  charter(issuer: string): CharterTerms;
  dataset: DatasetSpec;
  /** The rows of each contributing member, in the members' order. */
  deal(members: number): Row[][];
  offers: OfferSpec[];
  /** Purposes that members who allow research only consent to. */
  researchPurposes: string[];
  /** The licence of the demo's history: who asked, for what, on the first offer. */
  licence: { buyer: string; purpose: string; message: string };
  /** What that buyer computed. */
  job: Record<string, unknown>;
  rejected: MotionSpec;
  open: MotionSpec;
  costs: { description: string; amountMinor: string }[];
}
