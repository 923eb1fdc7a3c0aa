import { Membership1700000000101 } from './0001-membership.js';
import { Suspensions1700000000102 } from './0002-suspensions.js';
import { Recoveries1700000000103 } from './0003-recoveries.js';

export const MIGRATIONS = [Membership1700000000101, Suspensions1700000000102, Recoveries1700000000103];
