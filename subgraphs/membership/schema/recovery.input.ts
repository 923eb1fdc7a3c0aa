import { Field, ID, InputType } from 'type-graphql';
import { DidScalar, JSONScalar } from '../../kit/schema/scalars.js';
import { SIGNATURE, SIGNED_BY } from '../../kit/schema/signed.input.js';

@InputType({ description: 'Whose keys are lost, and which key is to take their place.' })
export class RequestRecoveryInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @Field(() => DidScalar, { description: 'The member’s pairwise DID, which stays.' })
  did: string;

  @Field(() => String, { description: 'The new public key, multibase.' })
  key: string;

  @Field(() => String, {
    description: `Statement \`KeyRecovery {cooperative, did, key, attestation}\` by the new key, with the attestation’s digest or null: ${SIGNATURE}.`,
  })
  signature: string;

  @Field(() => JSONScalar, {
    nullable: true,
    description:
      'A fresh personhood attestation of the same person, made out to the `did:key` of the new key. Without one, two people who hold an office confirm.',
  })
  attestation?: Record<string, unknown> | null;
}

@InputType({ description: 'Which recovery to confirm.' })
export class ConfirmRecoveryInput {
  @Field(() => ID, { description: 'The recovery, `rcv_…`.' })
  recovery: string;
}

@InputType({ description: 'Which recovery to turn down.' })
export class RejectRecoveryInput {
  @Field(() => ID, { description: 'The recovery, `rcv_…`.' })
  recovery: string;
}

@InputType({ description: 'Which recovery of one’s own membership to end.' })
export class VetoRecoveryInput {
  @Field(() => ID, { description: 'The recovery, `rcv_…`.' })
  recovery: string;

  @Field(() => String, {
    description: `Statement \`RecoveryVeto {recovery, did}\` by an active key: ${SIGNATURE}.`,
  })
  signature: string;

  @Field(() => String, { nullable: true, description: SIGNED_BY })
  signedBy?: string | null;
}
