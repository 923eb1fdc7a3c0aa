import { afterAll, beforeAll, jest } from '@jest/globals';
import type { Installation } from '../support/installation.js';
import { INSTALL_MS, installWorld, removeWorlds } from '../support/world.js';
import { describeComputing } from './sharedWorld/computing.js';
import { describePartner } from './sharedWorld/partner.js';
import { describeProhibition } from './sharedWorld/prohibition.js';
import { describePublicAnswers } from './sharedWorld/publicAnswers.js';
import { describeReadme } from './sharedWorld/readme.js';
import { describeRefusals } from './sharedWorld/refusals.js';
import { describeSecrets } from './sharedWorld/secrets.js';
import { describeStolenToken } from './sharedWorld/stolenToken.js';
import { describeStrangers } from './sharedWorld/strangers.js';
import { describeTakingAlong } from './sharedWorld/takingAlong.js';
import { describeTakingBack } from './sharedWorld/takingBack.js';
import { describeVerifying } from './sharedWorld/verifying.js';

jest.setTimeout(120_000);

// Journeys that leave one another room in the same demo world: starting it costs more than most of them.
let house: Installation;
const given = () => house;

beforeAll(async () => {
  house = await installWorld();
}, INSTALL_MS);
afterAll(removeWorlds, INSTALL_MS);

// The README speaks of the world as the first start made it.
describeReadme(given);
describePublicAnswers(given);
describeVerifying(given);
describeStrangers(given);
describeRefusals(given);
describeComputing(given);
describePartner(given);
describeTakingAlong(given);
describeTakingBack(given);
describeStolenToken(given);
// It changes a charter, and lets two months pass.
describeProhibition(given);
// At the end, for it looks for secrets in all that the others have left, and stops the house.
describeSecrets(given);
