import { Field, ID, InputType } from 'type-graphql';
import { IdempotencyKey } from '../../kit/schema/idempotencyKey.js';
import { DateTimeScalar, DigestScalar, PurposeScalar } from '../../kit/schema/scalars.js';
import { SignedInput } from '../../kit/schema/signed.input.js';
import { OfferTermsInput } from './offer.input.js';

@InputType({ description: 'A request for a licence.' })
export class RequestLicenceInput {
  @Field(() => ID, { description: 'The dataset.' })
  dataset: string;

  @Field(() => PurposeScalar, { description: 'What the data are to be used for.' })
  purpose: string;

  @Field(() => ID, {
    nullable: true,
    description: 'A published offer; absent, the newest that permits the purpose.',
  })
  offer?: string | null;

  @Field(() => String, { nullable: true, description: 'To the stewards; at most 2,000 characters.' })
  message?: string | null;

  @IdempotencyKey()
  idempotencyKey: string;
}

@InputType({ description: 'Terms to put on the table of a negotiation.' })
export class CounterOfferInput {
  @Field(() => ID, { description: 'The licence, to which the viewer is a party.' })
  licence: string;

  @Field(() => OfferTermsInput, {
    nullable: true,
    description: 'Absent: stewards offer what is on the table as it stands. A buyer must give them.',
  })
  terms?: OfferTermsInput | null;

  @Field(() => String, { nullable: true, description: 'To the other side; at most 2,000 characters.' })
  message?: string | null;

  @IdempotencyKey()
  idempotencyKey: string;
}

@InputType({ description: 'An acceptance: the signed statement OfferAcceptance, whose fields these are.' })
export class AcceptOfferInput extends SignedInput {
  @Field(() => ID, { description: 'The licence, whose buyer the viewer is.' })
  licence: string;

  @Field(() => DigestScalar, { description: 'Of the offer on the table.' })
  offerDigest: string;

  @Field(() => DateTimeScalar, {
    description: 'Until when the acceptance stands: long enough for a vote, 180 days at most.',
  })
  decideBy: Date;

  @IdempotencyKey()
  idempotencyKey: string;
}

@InputType({ description: 'The signed statement AgreementVerification, whose fields these are.' })
export class VerifyAgreementInput extends SignedInput {
  @Field(() => ID, { description: 'The licence, whose buyer the viewer is.' })
  licence: string;

  @Field(() => DigestScalar, { description: 'Of the agreement.' })
  agreementDigest: string;

  @IdempotencyKey()
  idempotencyKey: string;
}

@InputType({ description: 'The end of a negotiation.' })
export class TerminateLicenceInput {
  @Field(() => ID, { description: 'The licence, to which the viewer is a party.' })
  licence: string;

  @Field(() => String, { description: 'For the other side to read; at most 2,000 characters.' })
  reason: string;
}
