import { Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { DateTimeScalar, DigestScalar, JSONScalar } from '../../kit/schema/scalars.js';
import type { JsonObject } from '../../kit/domain/offerPolicy.js';
import { MemberType } from './stubs.type.js';

@ObjectType('DataExport', { description: 'A bundle of what is held of a member, described as an RO-Crate.' })
export class DataExportType {
  @Field(() => JSONScalar, {
    description:
      'Ciphertexts with their sealed keys, consents with their receipts, the access log, all else, what is lacking, and the metadata.',
  })
  @Access('signedIn')
  bundle: JsonObject;

  @Field(() => DigestScalar, { description: 'Of the bundle; it stands in the journal.' })
  @Access('signedIn')
  digest: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Ask again with this as `after`; null when this was the last bundle.',
  })
  @Access('signedIn')
  next: string | null;
}

@ObjectType('DataErasure', { description: 'What remains to be said after an erasure.' })
export class DataErasureType {
  @Field(() => MemberType, { nullable: true, description: 'Whose data are gone.' })
  @Access('signedIn')
  member: MemberType;

  @Field(() => DateTimeScalar, { description: 'When this service’s part was done; the others follow.' })
  @Access('signedIn')
  erasedAt: Date;
}
