import type { NonEmptyArray } from 'type-graphql';
import { heldRecordsResolver } from '../../kit/schema/heldRecords.js';
import { BuyerAccountResolver } from './buyerAccount.resolver.js';
import { ClaimResolver } from './claim.resolver.js';
import { CooperativeResolver } from './cooperative.resolver.js';
import { CostResolver } from './cost.resolver.js';
import { DividendResolver } from './dividend.resolver.js';
import { DividendSubscription } from './dividend.subscription.js';
import { DividendRunResolver } from './dividendRun.resolver.js';
import { InvoiceResolver } from './invoice.resolver.js';
import { LedgerAccountResolver } from './ledgerAccount.resolver.js';
import { LicenceResolver } from './licence.resolver.js';
import { MemberResolver } from './member.resolver.js';
import { OrganizationResolver } from './organization.resolver.js';
import { PayoutResolver } from './payout.resolver.js';
import { StakeResolver } from './stake.resolver.js';
import { MemberType } from './stubs.type.js';

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- type-graphql's own type for resolver classes
export const resolvers: NonEmptyArray<Function> = [
  BuyerAccountResolver,
  ClaimResolver,
  CooperativeResolver,
  CostResolver,
  DividendResolver,
  DividendRunResolver,
  DividendSubscription,
  InvoiceResolver,
  LedgerAccountResolver,
  LicenceResolver,
  MemberResolver,
  heldRecordsResolver(MemberType, 'payouts'),
  OrganizationResolver,
  PayoutResolver,
  StakeResolver,
];
