import { Membership1700000000101 } from './0001-membership.js';

export const MIGRATIONS = [Membership1700000000101];
