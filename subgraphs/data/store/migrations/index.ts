import type { MigrationClass } from '../../../kit/store/database.js';
import { CatalogueConsentsLicences1700000000301 } from './0001-catalogue-consents-licences.js';
import { Compute1700000000302 } from './0002-compute.js';
import { ExpiryAsSigned1700000000303 } from './0003-expiry-as-signed.js';
import { FairOrder1700000000305 } from './0005-fair-order.js';
import { CatalogueIndex1700000000307 } from './0007-catalogue-index.js';
import { CataloguePages1700000000308 } from './0008-catalogue-pages.js';
import { CatalogueWindows1700000000309 } from './0009-catalogue-windows.js';
import { CatalogueRareTerms1700000000311 } from './0011-catalogue-rare-terms.js';
import { OpenedWraps1700000000312 } from './0012-opened-wraps.js';
import { ShownTerms1700000000313 } from './0013-shown-terms.js';
import { Prohibitions1700000000314 } from './0014-prohibitions.js';
import { VerifiedContributions1700000000315 } from './0015-verified-contributions.js';
import { JobFees1700000000316 } from './0016-job-fees.js';

export const MIGRATIONS: readonly MigrationClass[] = [
  CatalogueConsentsLicences1700000000301,
  Compute1700000000302,
  ExpiryAsSigned1700000000303,
  FairOrder1700000000305,
  CatalogueIndex1700000000307,
  CataloguePages1700000000308,
  CatalogueWindows1700000000309,
  CatalogueRareTerms1700000000311,
  OpenedWraps1700000000312,
  ShownTerms1700000000313,
  Prohibitions1700000000314,
  VerifiedContributions1700000000315,
  JobFees1700000000316,
];
