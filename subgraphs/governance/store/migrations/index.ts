import { Governance1700000000201 } from './0001-governance.js';

/** In the order in which they run. */
export const MIGRATIONS = [Governance1700000000201];
