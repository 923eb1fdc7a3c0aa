import { Field, ID, InputType, Int } from 'type-graphql';
import { SignedInput } from '../../kit/schema/signed.input.js';
import { EXPORT_RECORDS_MAX } from '../service/exportMyData.js';

@InputType({ description: 'Which of the viewer’s memberships to export.' })
export class ExportMyDataInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @Field(() => Int, {
    defaultValue: EXPORT_RECORDS_MAX,
    description: 'Contributions and other records in the bundle, 1 to 1,000.',
  })
  first: number;

  @Field(() => ID, { nullable: true, description: '`next` of the bundle before; absent for the first.' })
  after?: string | null;
}

@InputType({
  description:
    'Which of the viewer’s memberships to erase: the signed statement Erasure {cooperative, member, nonce}, `member` being the viewer’s DID.',
})
export class EraseMyDataInput extends SignedInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @Field(() => String, {
    description: 'Chosen at random by the wallet, 1 to 200 characters: a signed statement is acted on once.',
  })
  nonce: string;
}
