import { Field, InputType } from 'type-graphql';

/** How a signature is made and written, in the descriptions of inputs. */
export const SIGNATURE = 'Ed25519 over the canonical form of the statement: 64 bytes in unpadded base64url';
export const SIGNED_BY = 'The active public key that signed, multibase; by default the one in the DID.';

/** An input that is a signed statement, whose other fields the input's own description names. */
@InputType()
export abstract class SignedInput {
  @Field(() => String, { description: `${SIGNATURE}.` })
  signature: string;

  @Field(() => String, { nullable: true, description: SIGNED_BY })
  key?: string | null;
}
