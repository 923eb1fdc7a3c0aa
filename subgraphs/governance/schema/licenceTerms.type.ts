import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { LicenceTerms, Table } from '../../kit/contracts/licenceTerms.js';
import { money } from '../../kit/domain/money.js';
import { Access } from '../../kit/schema/access.js';
import { DidScalar, PurposeScalar } from '../../kit/schema/scalars.js';
import { MoneyType } from '../../kit/schema/shared.js';
import { changedTerms } from '../domain/shownTerms.js';
import type { LicenceTerm } from '../domain/shownTerms.js';

const LicenceTermEnum = {
  PRICE: 'PRICE',
  JOB_PRICE: 'JOB_PRICE',
  TERM_DAYS: 'TERM_DAYS',
  PURPOSES: 'PURPOSES',
  PROHIBITED: 'PROHIBITED',
  DUTIES: 'DUTIES',
  CHARTER_VERSION: 'CHARTER_VERSION',
  PROHIBITION_NOTICE: 'PROHIBITION_NOTICE',
} as const satisfies Record<LicenceTerm, LicenceTerm>;
registerEnumType(LicenceTermEnum, {
  name: 'LicenceTerm',
  description: 'A term in which an offer on the table may differ from the published one.',
  valuesConfig: {
    PRICE: { description: 'What is due once, at agreement.' },
    JOB_PRICE: { description: 'What is due for each job.' },
    TERM_DAYS: { description: 'Days of use.' },
    PURPOSES: { description: 'Permitted purposes.' },
    PROHIBITED: { description: 'Prohibited purposes.' },
    DUTIES: { description: 'What the licensee undertakes.' },
    CHARTER_VERSION: { description: 'The charter under which the offer was made.' },
    PROHIBITION_NOTICE: { description: 'The notice when its purpose is prohibited.' },
  },
});

/** Whose co-op and whose negotiation it is, which the rules of its fields look at. */
interface Between {
  cooperativeId: string;
  buyerId: string;
}

@ObjectType('OfferedTerms', {
  description:
    'All that the digest of an offer is made of, but the dataset: anybody makes the same ODRL policy of it.',
})
export class OfferedTermsType implements Between {
  cooperativeId: string;
  buyerId: string;

  @Field(() => ID, { description: 'The offer, `off_…`.' })
  @Access('buyerOrStewards', 'insiders')
  offer: string;

  @Field(() => DidScalar, { description: 'The co-op that offers.' })
  @Access('buyerOrStewards', 'insiders')
  assigner: string;

  @Field(() => Int, { description: 'Version of the charter under which it was made.' })
  @Access('buyerOrStewards', 'insiders')
  charterVersion: number;

  @Field(() => [PurposeScalar], { description: 'Permitted purposes, each with its narrower ones.' })
  @Access('buyerOrStewards', 'insiders')
  purposes: readonly string[];

  @Field(() => [PurposeScalar], { description: 'Prohibited purposes, each with its narrower ones.' })
  @Access('buyerOrStewards', 'insiders')
  prohibited: readonly string[];

  @Field(() => [String], { description: 'What the licensee undertakes, beyond paying.' })
  @Access('buyerOrStewards', 'insiders')
  duties: readonly string[];

  @Field(() => MoneyType, { description: 'Due once, at agreement.' })
  @Access('buyerOrStewards', 'insiders')
  price: MoneyType;

  @Field(() => MoneyType, {
    nullable: true,
    description: 'Due for each job; null where jobs cost nothing more.',
  })
  @Access('buyerOrStewards', 'insiders')
  jobPrice: MoneyType | null;

  @Field(() => Int, { description: 'Days of use, from the day on which the licence is in force.' })
  @Access('buyerOrStewards', 'insiders')
  termDays: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Days from when the members prohibit its purpose until it ends; null of offers from before this was said.',
  })
  @Access('buyerOrStewards', 'insiders')
  prohibitionNoticeDays: number | null;
}

@ObjectType('LicenceTerms', {
  description:
    'What members decide on who vote on a licence: every term on the table, beside what their co-op published.',
})
export class LicenceTermsType implements Between {
  cooperativeId: string;
  buyerId: string;

  @Field(() => OfferedTermsType, {
    description: 'What the buyer has signed and the members decide on; its digest is `offerDigest`.',
  })
  @Access('buyerOrStewards', 'insiders')
  offered: OfferedTermsType;

  @Field(() => OfferedTermsType, {
    description: 'The published offer that the negotiation began with; its digest is `publishedOfferDigest`.',
  })
  @Access('buyerOrStewards', 'insiders')
  published: OfferedTermsType;

  @Field(() => [LicenceTermEnum], { description: 'In which terms the first differs from the second.' })
  @Access('buyerOrStewards', 'insiders')
  changed: LicenceTerm[];
}

export function toLicenceTermsType(table: Table, between: Between): LicenceTermsType {
  return {
    ...between,
    offered: toOfferedTermsType(table.offered, between),
    published: toOfferedTermsType(table.published, between),
    changed: changedTerms(table),
  };
}

function toOfferedTermsType(terms: LicenceTerms, between: Between): OfferedTermsType {
  const { price, jobPriceMinor, prohibitionNoticeDays = null, ...same } = terms;
  const minor = (amountMinor: string) => money(BigInt(amountMinor), price.currency);
  return {
    ...same,
    ...between,
    prohibitionNoticeDays,
    price: minor(price.amountMinor),
    jobPrice: jobPriceMinor === null ? null : minor(jobPriceMinor),
  };
}
