import type { NonEmptyArray } from 'type-graphql';
import { heldRecordsResolver } from '../../kit/schema/heldRecords.js';
import { AuthenticatorResolver } from './authenticator.resolver.js';
import { ClockResolver } from './clock.resolver.js';
import { CooperativeResolver } from './cooperative.resolver.js';
import { MemberResolver } from './member.resolver.js';
import { MemberType } from './member.type.js';
import { NotificationResolver } from './notification.resolver.js';
import { OrganizationResolver } from './organization.resolver.js';
import {
  CooperativeRecoveriesResolver,
  MemberRecoveryResolver,
  RecoveryResolver,
} from './recovery.resolver.js';
import { SessionResolver } from './session.resolver.js';
import { StewardshipResolver } from './stewardship.resolver.js';
import {
  CooperativeSuspensionsResolver,
  MemberSuspensionResolver,
  SuspensionResolver,
} from './suspension.resolver.js';
import { ViewerResolver } from './viewer.resolver.js';

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- type-graphql's own type for resolver classes
export const resolvers: NonEmptyArray<Function> = [
  AuthenticatorResolver,
  ClockResolver,
  CooperativeResolver,
  MemberResolver,
  heldRecordsResolver(MemberType, 'membership'),
  NotificationResolver,
  OrganizationResolver,
  RecoveryResolver,
  MemberRecoveryResolver,
  CooperativeRecoveriesResolver,
  SessionResolver,
  StewardshipResolver,
  SuspensionResolver,
  MemberSuspensionResolver,
  CooperativeSuspensionsResolver,
  ViewerResolver,
];
