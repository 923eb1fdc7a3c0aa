import { Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { DateTimeScalar } from '../../kit/schema/scalars.js';
import type { Authenticator } from '../domain/authenticators.js';

@ObjectType('Authenticator', { description: 'A key with which a DID proves to be itself.' })
export class AuthenticatorType {
  @Field(() => ID, { description: 'TypeID, `aut_…`.' })
  @Access('public')
  id: string;

  @Field(() => String, { description: 'Ed25519 public key, multibase (`z6Mk…`).' })
  @Access('public')
  key: string;

  @Field(() => DateTimeScalar, { description: 'When it was added.' })
  @Access('public')
  addedAt: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was revoked; null while it is active.',
  })
  @Access('public')
  revokedAt: Date | null;
}

export function toAuthenticatorType({ id, key, addedAt, revokedAt }: Authenticator): AuthenticatorType {
  return { id, key, addedAt, revokedAt };
}
