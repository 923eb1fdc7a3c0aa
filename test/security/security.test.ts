import { afterAll, beforeAll } from '@jest/globals';
import { startPolicyWorld } from '../support/policyWorld.js';
import type { PolicyWorld } from '../support/policyWorld.js';
import { describeLists } from './lists.js';
import { describeNulls } from './nulls.js';
import { describePassports } from './passports.js';
import { describePolicyTable } from './policyTable.js';
import { describePositions } from './positions.js';
import { describePublicChanges } from './publicChanges.js';
import { describeSecretIds } from './secretIds.js';
import { describeTenancy } from './tenancy.js';
import { describeTokens } from './tokens.js';

const START_MS = 300_000;
const STOP_MS = 30_000;

let world: PolicyWorld;
const given = () => world;

beforeAll(async () => {
  world = await startPolicyWorld();
}, START_MS);
afterAll(() => world?.stop(), STOP_MS);

describeTokens(given);
describePassports(given);
describePositions(given);
describeSecretIds(given);
describeLists(given);
describeNulls(given);
describeTenancy(given);
// Near the end, for here people leave and are erased.
describePolicyTable(given);
// At the end, for it looks at all that has been journalled.
describePublicChanges(given);
