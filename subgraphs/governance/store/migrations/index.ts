import { Governance1700000000201 } from './0001-governance.js';
import { Cancellations1700000000202 } from './0002-cancellations.js';
import { ShownTerms1700000000203 } from './0003-shown-terms.js';

/** In the order in which they run. */
export const MIGRATIONS = [Governance1700000000201, Cancellations1700000000202, ShownTerms1700000000203];
