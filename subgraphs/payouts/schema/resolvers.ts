import type { NonEmptyArray } from 'type-graphql';
import { LicenceResolver, OrganizationResolver } from './buyer.resolver.js';
import { CooperativeResolver } from './cooperative.resolver.js';
import { DividendResolver } from './dividend.resolver.js';
import { DividendRunResolver } from './dividendRun.resolver.js';
import { DividendSubscription } from './dividend.subscription.js';
import { InvoiceResolver } from './invoice.resolver.js';
import { LedgerAccountResolver } from './ledgerAccount.resolver.js';
import { MemberResolver } from './member.resolver.js';

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- type-graphql's own type for resolver classes
export const resolvers: NonEmptyArray<Function> = [
  CooperativeResolver,
  DividendResolver,
  DividendRunResolver,
  DividendSubscription,
  InvoiceResolver,
  LedgerAccountResolver,
  LicenceResolver,
  MemberResolver,
  OrganizationResolver,
];
