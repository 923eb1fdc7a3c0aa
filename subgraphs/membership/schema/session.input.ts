import { Field, InputType } from 'type-graphql';
import { DidScalar } from '../../kit/schema/scalars.js';
import { SignedInput } from '../../kit/schema/signed.input.js';

@InputType({ description: 'Who wants to sign in.' })
export class RequestSignInInput {
  @Field(() => DidScalar, { description: 'The DID.' })
  did: string;
}

@InputType({
  description: 'An answered challenge: the signed statement `SignIn {audience, did, nonce, expiresAt}`.',
})
export class SignInInput extends SignedInput {
  @Field(() => DidScalar, { description: 'The DID for which the challenge was made.' })
  did: string;

  @Field(() => String, { description: 'The challenge’s nonce.' })
  nonce: string;
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
