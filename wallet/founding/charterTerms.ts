/** What a charter says in a form that programs hold, as `foundCooperative` takes it. */
export interface CharterTerms {
  text: string;
  allowedPurposes: string[];
  prohibitedPurposes: string[];
  rules: DecisionRule[];
  revenuePolicy: RevenuePolicy;
  admission: { by: 'STEWARDS' | 'VOTE'; issuers: string[] };
  exitBalance: 'PAY' | 'HOLD';
  /** What one steward spends alone within thirty days, in minor units; beyond it a second person agrees. */
  costs?: { approvalMinor: string };
  privacy: { epsilonPerBuyerMicro: number; cohortMinimum: number };
  /** Left out: thirty days. */
  licensing?: { prohibitionNoticeDays?: number };
  /** Left out: 10,000 rows. */
  contributions?: { rowsPerPeriodMax: number };
  /** What a buyer may owe for the fees of jobs, in minor units; nothing without it. */
  jobCreditMinor?: string;
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
