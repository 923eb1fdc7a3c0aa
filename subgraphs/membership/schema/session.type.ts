import { Field, Int, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { DateTimeScalar, DidScalar } from '../../kit/schema/scalars.js';

@ObjectType('SignInChallenge', {
  description:
    'What to sign to sign in: the statement `{v: 1, type: "SignIn", audience, did, nonce, expiresAt}` in canonical form (RFC 8785).',
})
export class SignInChallengeType {
  @Field(() => DidScalar, { description: 'Who wants to sign in.' })
  @Access('public')
  did: string;

  @Field(() => String, { description: 'Good once.' })
  @Access('public')
  nonce: string;

  @Field(() => String, { description: 'Where one signs in: check that it is where you mean to.' })
  @Access('public')
  audience: string;

  @Field(() => DateTimeScalar, { description: 'First instant at which the nonce is not good any more.' })
  @Access('public')
  expiresAt: Date;
}

@ObjectType('Session', { description: 'What somebody who has signed in is given.' })
export class SessionType {
  @Field(() => DidScalar, { description: 'Who has signed in.' })
  @Access('public')
  did: string;

  @Field(() => String, { description: 'JWT (ES256) for the `authorization: Bearer` header.' })
  @Access('public')
  accessToken: string;

  @Field(() => DateTimeScalar, { description: 'When the access token ends: 15 minutes after it was issued.' })
  @Access('public')
  expiresAt: Date;

  @Field(() => String, { description: 'Good once, for `refreshSession`. Keep it like a password.' })
  @Access('public')
  refreshToken: string;

  @Field(() => DateTimeScalar, { description: 'When the refresh token ends.' })
  @Access('public')
  refreshExpiresAt: Date;
}

@ObjectType('SignedOut', { description: 'That sessions were ended.' })
export class SignedOutType {
  @Field(() => Int, { description: 'How many sessions were ended.' })
  @Access('public')
  endedSessions: number;
}
