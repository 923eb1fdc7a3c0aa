import type { Row } from '../../vault/contribution.js';

/** What a charter says in a form that programs hold, as `foundCooperative` takes it. */
export interface CharterTerms {
  text: string;
  allowedPurposes: string[];
  prohibitedPurposes: string[];
  rules: DecisionRule[];
  revenuePolicy: RevenuePolicy;
  admission: { by: 'STEWARDS' | 'VOTE'; issuers: string[] };
  exitBalance: 'PAY' | 'HOLD';
  privacy: { epsilonPerBuyerMicro: number; cohortMinimum: number };
}

export interface DecisionRule {
  kind: string;
  method: 'SINGLE' | 'APPROVAL';
  quorumBp: number;
  threshold: { numerator: number; denominator: number };
  votingPeriodSeconds: number;
  timelockSeconds: number;
}

export interface RevenuePolicy {
  reserveBp: number;
  commonsBp: number;
  reinvestBp: number;
  basis: 'EQUAL' | 'QUANTITY' | 'QUALITY' | 'USAGE' | 'STAKE';
  minimumPayoutMinor: string;
  currency: string;
  withholdingTaxBp: number;
}

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
