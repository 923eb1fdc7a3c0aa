import { Field, Int, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';

@ObjectType('ComputeKey', {
  description: 'The compute worker’s public key, to which wallets wrap dataset keys.',
})
export class ComputeKeyType {
  @Field(() => Int, { description: 'Rises by one with each new key.' })
  @Access('public')
  version: number;

  @Field(() => String, { description: 'X25519, unpadded base64url.' })
  @Access('public')
  publicKey: string;

  @Field(() => [String], {
    description:
      'Ed25519 keys, as multibase (z6Mk…), under which the worker signs what it counted, the newest first.',
  })
  @Access('public')
  statementKeys: string[];
}
