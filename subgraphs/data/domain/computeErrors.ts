import { define } from '../../kit/errors/define.js';

/** What a compute job can be refused for. Spread into the data subgraph's table. */
export const COMPUTE_ERRORS = {
  JOB_SPEC_INVALID: define('JOB_SPEC_INVALID', {
    means: 'The specification of a job does not fit its form, its limits or the schema of the dataset.',
    retry: 'corrected',
  }),
  LICENCE_NOT_ACTIVE: define('LICENCE_NOT_ACTIVE', {
    means: 'A job needs a licence that is FINALIZED and whose term has not ended.',
    retry: 'later',
  }),
  CLAIM_OPEN: define('CLAIM_OPEN', {
    means:
      'The buyer got back more than they had paid in this co-op, as by a chargeback after a refund, and owes it.',
    retry: 'later',
  }),
  INVOICE_OVERDUE: define('INVOICE_OVERDUE', {
    means: 'An invoice of the buyer in this co-op is overdue; jobs that cost a fee wait until it is paid.',
    retry: 'later',
  }),
  JOB_FEE_NOT_COVERED: define('JOB_FEE_NOT_COVERED', {
    means:
      'What the buyer has paid in advance, and may owe by the charter, does not cover the fee beside what other jobs have reserved.',
    retry: 'later',
  }),
  COHORT_TOO_SMALL: define('COHORT_TOO_SMALL', {
    means: 'Fewer members than the charter demands have consented to this purpose.',
    retry: 'later',
  }),
  BUDGET_EXHAUSTED: define('BUDGET_EXHAUSTED', {
    means: 'What is left of the privacy budget of this dataset and buyer does not cover the job.',
    retry: 'corrected',
  }),
  JOB_QUOTA_EXCEEDED: define('JOB_QUOTA_EXCEEDED', {
    means: 'The buyer has as many jobs in this co-op that are not finished as one buyer may have.',
    retry: 'later',
  }),
  JOB_NOT_CANCELLABLE: define('JOB_NOT_CANCELLABLE', {
    means: 'A job can be cancelled only while it is queued.',
    retry: 'never',
  }),
};
