import { Field, ID, InputType } from 'type-graphql';
import { DidScalar, JSONScalar } from '../../kit/schema/scalars.js';
import { SIGNATURE, SignedInput } from '../../kit/schema/signed.input.js';

@InputType({ description: 'An application, which its own signature authenticates.' })
export class ApplyForMembershipInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @Field(() => DidScalar, { description: 'The applicant’s pairwise DID: a new one for each co-op.' })
  did: string;

  @Field(() => String, { nullable: true, description: 'The name that the applicant wants to be called by.' })
  displayName?: string | null;

  @Field(() => JSONScalar, {
    description:
      'W3C Verifiable Credential of an issuer that the co-op lists: one human stands behind the DID.',
  })
  attestation: Record<string, unknown>;

  @Field(() => String, {
    description: `Statement \`Application {cooperative, did, displayName, attestation}\`, with the attestation’s digest: ${SIGNATURE}.`,
  })
  signature: string;

  @Field(() => String, {
    nullable: true,
    description: 'The key that signed, for somebody who was a member before.',
  })
  key?: string | null;
}

@InputType({
  description:
    'Which co-op to leave: the signed statement Exit {cooperative, member, nonce}, `member` being the viewer’s DID.',
})
export class ExitCooperativeInput extends SignedInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @Field(() => String, {
    description: 'Chosen at random by the wallet, 1 to 200 characters: a signed statement is acted on once.',
  })
  nonce: string;
}

@InputType({ description: 'By which name a member wants to be called.' })
export class SetDisplayNameInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @Field(() => String, { nullable: true, description: 'Up to 80 characters; null for none.' })
  displayName?: string | null;

  @Field(() => Boolean, { description: 'True lets everybody see it who may see the member.' })
  shared: boolean;
}
