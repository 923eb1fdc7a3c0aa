import { Field, ID, InputType } from 'type-graphql';
import { AdmissionPolicyInput, CharterTermsInput } from '../../kit/schema/charterInputs.js';
import { DidScalar, JSONScalar } from '../../kit/schema/scalars.js';
import { SIGNATURE } from '../../kit/schema/signed.input.js';

@InputType({ description: 'What a founder proposes, signs and shows.' })
export class FoundCooperativeInput {
  @Field(() => ID, { description: 'TypeID `coop_…`, chosen by the founder: their attestation names it.' })
  id: string;

  @Field(() => String, { description: 'Lower case letters, digits and single hyphens, 3 to 40 characters.' })
  slug: string;

  @Field(() => String, { description: 'Its name, up to 120 characters.' })
  name: string;

  @Field(() => String, { description: 'What it is for, up to 2,000 characters.' })
  mission: string;

  @Field(() => String, { description: 'ISO 4217 code of the currency it settles in.' })
  currency: string;

  @Field(() => AdmissionPolicyInput, { description: 'How one becomes a member.' })
  admission: AdmissionPolicyInput;

  @Field(() => CharterTermsInput, { description: 'The terms of the first charter, whole.' })
  foundingCharter: CharterTermsInput;

  @Field(() => DidScalar, { description: 'The founder’s pairwise DID.' })
  did: string;

  @Field(() => String, { nullable: true, description: 'The name that the founder wants to be called by.' })
  displayName?: string | null;

  @Field(() => JSONScalar, { description: 'The founder’s personhood attestation.' })
  attestation: Record<string, unknown>;

  @Field(() => String, { description: `Statement \`Founding {slug, charterDigest, did}\`: ${SIGNATURE}.` })
  signature: string;
}
