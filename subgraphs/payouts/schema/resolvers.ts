import type { NonEmptyArray } from 'type-graphql';
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

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- type-graphql's own type for resolver classes
export const resolvers: NonEmptyArray<Function> = [
  CooperativeResolver,
  CostResolver,
  DividendResolver,
  DividendRunResolver,
  DividendSubscription,
  InvoiceResolver,
  LedgerAccountResolver,
  LicenceResolver,
  MemberResolver,
  OrganizationResolver,
  PayoutResolver,
  StakeResolver,
];
