import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'Which notifications were read.' })
export class MarkNotificationsReadInput {
  @Field(() => [ID], { nullable: true, description: 'Up to 100; by default all.' })
  ids?: string[] | null;
}
