import { Field, InputType } from 'type-graphql';
import { DidScalar } from '../../kit/schema/scalars.js';
import { SIGNATURE, SIGNED_BY } from './shared.input.js';

@InputType({ description: 'Who wants to sign in.' })
export class RequestSignInInput {
  @Field(() => DidScalar, { description: 'The DID.' })
  did: string;
}

@InputType({ description: 'An answered challenge.' })
export class SignInInput {
  @Field(() => DidScalar, { description: 'The DID for which the challenge was made.' })
  did: string;

  @Field(() => String, { description: 'The challenge’s nonce.' })
  nonce: string;

  @Field(() => String, {
    description: `Statement \`SignIn {audience, did, nonce, expiresAt}\`: ${SIGNATURE}.`,
  })
  signature: string;

  @Field(() => String, { nullable: true, description: SIGNED_BY })
  key?: string | null;
}

@InputType({ description: 'Which session to prolong.' })
export class RefreshSessionInput {
  @Field(() => String, { description: 'Its newest refresh token.' })
  refreshToken: string;
}

@InputType({ description: 'Which session to end.' })
export class SignOutInput {
  @Field(() => String, { description: 'A refresh token of it.' })
  refreshToken: string;

  @Field(() => Boolean, { defaultValue: false, description: 'True ends every session of the DID.' })
  everywhere: boolean;
}
