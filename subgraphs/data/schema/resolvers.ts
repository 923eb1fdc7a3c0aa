import type { NonEmptyArray } from 'type-graphql';
import { AccessRecordResolver } from './accessRecord.resolver.js';
import { ComputeJobResolver, LicenceJobsResolver } from './computeJob.resolver.js';
import { ConsentResolver } from './consent.resolver.js';
import { ContributionResolver } from './contribution.resolver.js';
import { CooperativeResolver } from './cooperative.resolver.js';
import { DatasetConnectionResolver, DatasetResolver } from './dataset.resolver.js';
import { DatasetPrivacyResolver } from './datasetPrivacy.resolver.js';
import { LicenceResolver, NegotiationStepResolver } from './licence.resolver.js';
import { LiveSubscription } from './live.subscription.js';
import { MemberResolver } from './member.resolver.js';
import { OfferResolver } from './offer.resolver.js';
import { OrganizationResolver } from './organization.resolver.js';
import { PurposeResolver } from './purpose.resolver.js';

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- type-graphql's own type for resolver classes
export const resolvers: NonEmptyArray<Function> = [
  AccessRecordResolver,
  ComputeJobResolver,
  ConsentResolver,
  ContributionResolver,
  CooperativeResolver,
  DatasetConnectionResolver,
  DatasetPrivacyResolver,
  DatasetResolver,
  LicenceJobsResolver,
  LicenceResolver,
  LiveSubscription,
  MemberResolver,
  NegotiationStepResolver,
  OfferResolver,
  OrganizationResolver,
  PurposeResolver,
];
