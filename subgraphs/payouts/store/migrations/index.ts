import type { MigrationClass } from '../../../kit/store/database.js';
import { Ledger1700000000401 } from './0001-ledger.js';
import { Invoices1700000000402 } from './0002-invoices.js';
import { Runs1700000000403 } from './0003-runs.js';
import { Projections1700000000404 } from './0004-projections.js';
import { Destinations1700000000405 } from './0005-destinations.js';
import { DestinationSessions1700000000406 } from './0006-destination-sessions.js';
import { MoneyHeld1700000000407 } from './0007-money-held.js';
import { CountedRows1700000000408 } from './0008-counted-rows.js';
import { LicenceLines1700000000409 } from './0009-licence-lines.js';
import { LedgerPeriods1700000000410 } from './0010-ledger-periods.js';
import { MoneyAtRest1700000000411 } from './0011-money-at-rest.js';
import { BuyerAccounts1700000000412 } from './0012-buyer-accounts.js';
import { RecoveryHolds1700000000413 } from './0013-recovery-holds.js';

export const MIGRATIONS: MigrationClass[] = [
  Ledger1700000000401,
  Invoices1700000000402,
  Runs1700000000403,
  Projections1700000000404,
  Destinations1700000000405,
  DestinationSessions1700000000406,
  MoneyHeld1700000000407,
  CountedRows1700000000408,
  LicenceLines1700000000409,
  LedgerPeriods1700000000410,
  MoneyAtRest1700000000411,
  BuyerAccounts1700000000412,
  RecoveryHolds1700000000413,
];
