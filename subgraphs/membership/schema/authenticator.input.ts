import { Field, InputType } from 'type-graphql';
import { SIGNATURE, SIGNED_BY } from '../../kit/schema/signed.input.js';

@InputType({ description: 'Which key to add.' })
export class AddAuthenticatorInput {
  @Field(() => String, { description: 'The new public key, multibase.' })
  key: string;

  @Field(() => String, {
    description: `Statement \`AuthenticatorAdded {did, key}\` by an active key: ${SIGNATURE}.`,
  })
  signature: string;

  @Field(() => String, { nullable: true, description: SIGNED_BY })
  signedBy?: string | null;

  @Field(() => String, { description: 'The same statement, signed by the new key.' })
  possession: string;
}

@InputType({ description: 'Which key to put in the place of another.' })
export class RotateAuthenticatorInput {
  @Field(() => String, { description: 'The public key that is replaced, multibase.' })
  replaces: string;

  @Field(() => String, { description: 'The new public key, multibase.' })
  key: string;

  @Field(() => String, {
    description: `Statement \`AuthenticatorRotated {did, key, replaces}\` by an active key: ${SIGNATURE}.`,
  })
  signature: string;

  @Field(() => String, { nullable: true, description: SIGNED_BY })
  signedBy?: string | null;

  @Field(() => String, { description: 'The same statement, signed by the new key.' })
  possession: string;
}

@InputType({ description: 'Which key to revoke.' })
export class RevokeAuthenticatorInput {
  @Field(() => String, { description: 'The public key to revoke, multibase.' })
  key: string;

  @Field(() => String, { description: `Statement \`AuthenticatorRevoked {did, key}\`: ${SIGNATURE}.` })
  signature: string;

  @Field(() => String, { nullable: true, description: SIGNED_BY })
  signedBy?: string | null;
}
