import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PageArgs } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import type { NegotiationState } from '../domain/licenceState.js';
import { findJobs } from './computeJob.reference.js';
import { ComputeJobConnection, ComputeJobType } from './computeJob.type.js';
import type { Context } from './context.js';
import { findLicences } from './licence.reference.js';
import { LicenceConnection, LicenceType, NegotiationStateEnum } from './licence.type.js';
import { OrganizationType } from './stubs.type.js';

/** What data adds to an organisation. */
@Resolver(() => OrganizationType)
export class OrganizationResolver {
  @FieldResolver(() => LicenceConnection, {
    nullable: true,
    description: 'Its licences and negotiations in all co-ops, newest first; itself alone.',
  })
  @Access('buyer')
  licences(
    @Root() { buyerId }: OrganizationType,
    @Arg('state', () => NegotiationStateEnum, { nullable: true }) state: NegotiationState | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<LicenceType>> {
    return findLicences(context, { buyerId }, state, page);
  }

  @FieldResolver(() => ComputeJobConnection, {
    nullable: true,
    description: 'Its jobs in all co-ops, newest first; itself alone.',
  })
  @Access('buyer')
  jobs(
    @Root() { buyerId }: OrganizationType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<ComputeJobType>> {
    return findJobs(context, { buyerId }, args);
  }
}
