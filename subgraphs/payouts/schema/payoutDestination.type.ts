import { Field, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import type { Destination } from '../store/destinationStore.js';

@ObjectType('PayoutDestination', {
  description: 'Where a member has asked to be paid, beside the account that the payment rail has on file.',
})
export class PayoutDestinationType {
  memberId: string;

  @Field(() => String, {
    description:
      'SHA-256 of the member’s id, a line feed and the token of the rail, in lowercase hex: whoever knows the token finds it.',
  })
  @Access('self')
  digest: string;

  @Field(() => Date, { description: 'From when on it is paid to; until then it cools off.' })
  @Access('self')
  usableAt: Date;
}

export const PayoutDestinationConnection = ConnectionOf(PayoutDestinationType, 'PayoutDestination');

export function toPayoutDestinationType(
  { digest, usableAt }: Destination,
  memberId: string,
): PayoutDestinationType {
  return { memberId, digest, usableAt };
}
