import { Column, Entity, PrimaryColumn } from 'typeorm';
import { money } from '../../kit/domain/money.js';
import type { Offer, PriceModel } from '../domain/offer.js';
import type { JsonObject } from '../../kit/domain/offerPolicy.js';

@Entity('offer')
export class OfferRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'dataset_id' })
  datasetId: string;

  /** The negotiation that it was made in; null for what the co-op publishes. */
  @Column('text', { name: 'licence_id', nullable: true })
  licenceId: string | null;

  @Column('text', { name: 'buyer_id', nullable: true })
  buyerId: string | null;

  @Column('text')
  digest: string;

  @Column('integer', { name: 'charter_version' })
  charterVersion: number;

  @Column('text', { array: true })
  purposes: string[];

  @Column('text', { array: true })
  prohibited: string[];

  @Column('text', { array: true })
  duties: string[];

  @Column('bigint', { name: 'price_minor' })
  priceMinor: string;

  @Column('text')
  currency: string;

  @Column('text', { name: 'price_model' })
  priceModel: PriceModel;

  @Column('bigint', { name: 'job_price_minor', nullable: true })
  jobPriceMinor: string | null;

  @Column('integer', { name: 'term_days' })
  termDays: number;

  @Column('integer', { name: 'prohibition_notice_days', nullable: true })
  prohibitionNoticeDays: number | null;

  @Column('jsonb')
  policy: object;

  @Column('timestamptz', { name: 'made_at' })
  madeAt: Date;

  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt: Date | null;
}

export function toOffer(row: OfferRow): Offer {
  const { priceMinor, currency, priceModel, jobPriceMinor, policy, ...rest } = row;
  const price = {
    amount: money(BigInt(priceMinor), currency),
    model: priceModel,
    jobPrice: jobPriceMinor === null ? null : money(BigInt(jobPriceMinor), currency),
  };
  return { ...rest, price, policy: policy as JsonObject };
}

export function fromOffer({ price, purposes, prohibited, duties, ...rest }: Offer): OfferRow {
  return {
    ...rest,
    purposes: [...purposes],
    prohibited: [...prohibited],
    duties: [...duties],
    priceMinor: price.amount.amountMinor.toString(),
    currency: price.amount.currency,
    priceModel: price.model,
    jobPriceMinor: price.jobPrice?.amountMinor.toString() ?? null,
  };
}
