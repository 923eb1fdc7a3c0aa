import { Field, ID, InputType, Int } from 'type-graphql';
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

@InputType({ description: 'Which of the viewer’s memberships to erase.' })
export class EraseMyDataInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;
}
