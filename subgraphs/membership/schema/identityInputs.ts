import { Field, InputType } from 'type-graphql';
import { DidScalar } from '../../kit/schema/scalars.js';

const SIGNATURE = 'Ed25519 over the canonical form of the statement, unpadded base64url';
const SIGNED_BY = 'The active key that signed; by default the one in the DID.';

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

@InputType({ description: 'Which key to revoke.' })
export class RevokeAuthenticatorInput {
  @Field(() => String, { description: 'The public key to revoke, multibase.' })
  key: string;

  @Field(() => String, { description: `Statement \`AuthenticatorRevoked {did, key}\`: ${SIGNATURE}.` })
  signature: string;

  @Field(() => String, { nullable: true, description: SIGNED_BY })
  signedBy?: string | null;
}

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
