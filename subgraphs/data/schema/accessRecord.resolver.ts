import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { AccessRecordType } from './accessRecord.type.js';
import type { Context } from './context.js';
import { findDataset } from './dataset.reference.js';
import { DatasetType } from './dataset.type.js';
import { OrganizationType, organizationStub } from './stubs.type.js';

@Resolver(() => AccessRecordType)
export class AccessRecordResolver {
  @FieldResolver(() => DatasetType, { description: 'The dataset that was computed on.' })
  @Access('self')
  dataset(@Root() { datasetId }: AccessRecordType, @Ctx() context: Context): Promise<DatasetType | null> {
    return findDataset(datasetId, context);
  }

  @FieldResolver(() => OrganizationType, { nullable: true, description: 'Who received the result.' })
  @Access('self')
  buyer(@Root() { buyerId }: AccessRecordType): OrganizationType {
    return organizationStub(buyerId);
  }
}
