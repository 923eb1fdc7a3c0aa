import { Field, ID, InputType, Int } from 'type-graphql';
import { PurposeScalar } from '../../kit/schema/scalars.js';
import type { OfferTerms, PriceModel } from '../domain/offer.js';
import { PriceModelEnum } from './offer.type.js';
import { MoneyInput } from './shared.input.js';

@InputType({ description: 'What a licence costs.' })
export class PriceInput {
  @Field(() => MoneyInput, { description: 'Due once, at agreement; in the co-op’s settlement currency.' })
  amount: MoneyInput;

  @Field(() => PriceModelEnum, { description: 'How it is paid for.' })
  model: PriceModel;

  @Field(() => MoneyInput, {
    nullable: true,
    description: 'Due for each job; given exactly when the model is PER_JOB.',
  })
  jobPrice?: MoneyInput | null;
}

@InputType({ description: 'Terms on which a dataset may be licensed.' })
export class OfferTermsInput {
  @Field(() => [PurposeScalar], { description: 'Permitted purposes, each with its narrower ones.' })
  purposes: string[];

  @Field(() => [PurposeScalar], {
    defaultValue: [],
    description: 'Prohibited purposes; the charter’s are added.',
  })
  prohibited: string[];

  @Field(() => [String], { defaultValue: [], description: 'What the licensee undertakes, beyond paying.' })
  duties: string[];

  @Field(() => PriceInput, { description: 'What it costs.' })
  price: PriceInput;

  @Field(() => Int, { description: 'Days of use, 1 to 3,653.' })
  termDays: number;
}

@InputType({ description: 'An offer to publish.' })
export class PublishOfferInput {
  @Field(() => ID, { description: 'The dataset, of whose co-op the viewer is a steward.' })
  dataset: string;

  @Field(() => OfferTermsInput, { description: 'What is offered.' })
  terms: OfferTermsInput;
}

export function toOfferTerms({ purposes, prohibited, duties, price, termDays }: OfferTermsInput): OfferTerms {
  const { amount, model, jobPrice } = price;
  return { purposes, prohibited, duties, price: { amount, model, jobPrice: jobPrice ?? null }, termDays };
}
