import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PublicWithHolder } from '../../kit/schema/caching.js';
import { DateTimeScalar, DigestScalar, JSONScalar, PurposeScalar } from '../../kit/schema/scalars.js';
import { MoneyType } from '../../kit/schema/shared.js';
import type { Offer, Price, PriceModel } from '../domain/offer.js';

export const PriceModelEnum = { FLAT: 'FLAT', PER_JOB: 'PER_JOB' } as const satisfies Record<
  PriceModel,
  PriceModel
>;
registerEnumType(PriceModelEnum, {
  name: 'PriceModel',
  description: 'How a licence is paid for.',
  valuesConfig: {
    FLAT: { description: 'Once, at agreement.' },
    PER_JOB: { description: 'Once at agreement, and again for each job.' },
  },
});

@ObjectType('Price', { description: 'What a licence costs.' })
@PublicWithHolder()
class PriceType implements Price {
  @Field(() => MoneyType, { description: 'Due once, at agreement.' })
  @Access('public')
  amount: MoneyType;

  @Field(() => PriceModelEnum, { description: 'How it is paid for.' })
  @Access('public')
  model: PriceModel;

  @Field(() => MoneyType, {
    nullable: true,
    description: 'Due for each job; null unless the model is PER_JOB.',
  })
  @Access('public')
  jobPrice: MoneyType | null;
}

@ObjectType('LicenceOffer', {
  description:
    'An odrl:Offer: terms that a co-op publishes, or that one side put on the table of a negotiation.',
})
@Directive('@key(fields: "id")')
export class LicenceOfferType {
  cooperativeId: string;
  buyerId: string | null;
  datasetId: string;

  @Field(() => ID, { description: 'TypeID, `off_…`.' })
  @Access('public')
  id: string;

  @Field(() => DigestScalar, { description: 'Of `policy`: what a buyer signs.' })
  @Access('public')
  digest: string;

  @Field(() => Int, { description: 'Version of the charter under which it was made; part of the digest.' })
  @Access('public')
  charterVersion: number;

  @Field(() => [PurposeScalar], { description: 'Permitted purposes, each with its narrower ones.' })
  @Access('public')
  purposes: readonly string[];

  @Field(() => [PurposeScalar], {
    description: 'Prohibited purposes, each with its narrower ones; the charter’s among them.',
  })
  @Access('public')
  prohibited: readonly string[];

  @Field(() => [String], { description: 'What the licensee undertakes, beyond paying.' })
  @Access('public')
  duties: readonly string[];

  @Field(() => PriceType, { description: 'What it costs.' })
  @Access('public')
  price: Price;

  @Field(() => Int, { description: 'Days of use, from the day on which the licence is in force.' })
  @Access('public')
  termDays: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Days from when the members prohibit its purpose until the licence ends, without new jobs and with a refund of the ' +
      'rest; null of offers from before this was said, for which 30 days hold.',
  })
  @Access('public')
  prohibitionNoticeDays: number | null;

  @Field(() => JSONScalar, { description: 'The whole offer in ODRL 2.2.' })
  @Access('public')
  policy: Offer['policy'];

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  @Access('public')
  madeAt: Date;
}

export function toOfferType(offer: Offer): LicenceOfferType {
  const { cooperativeId, buyerId, datasetId, id, digest, charterVersion, prohibitionNoticeDays } = offer;
  const { purposes, prohibited, duties, price, termDays, policy, madeAt } = offer;
  return {
    ...{ cooperativeId, buyerId, datasetId, id, digest, charterVersion, prohibitionNoticeDays },
    ...{ purposes, prohibited, duties, price, termDays, policy, madeAt },
  };
}
