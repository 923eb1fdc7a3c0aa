import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ENTITIES } from '../../kit/schema/entities.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { DateTimeScalar, DigestScalar, JSONScalar, PurposeScalar } from '../../kit/schema/scalars.js';
import { GivenTo } from '../../kit/schema/withheld.js';
import type { Licence, NegotiationStep } from '../domain/licence.js';
import type { NegotiationState, Party } from '../domain/licenceState.js';

export const NegotiationStateEnum = {
  REQUESTED: 'REQUESTED',
  OFFERED: 'OFFERED',
  ACCEPTED: 'ACCEPTED',
  AGREED: 'AGREED',
  VERIFIED: 'VERIFIED',
  FINALIZED: 'FINALIZED',
  TERMINATED: 'TERMINATED',
} as const satisfies Record<NegotiationState, NegotiationState>;
registerEnumType(NegotiationStateEnum, {
  name: 'NegotiationState',
  description: 'A state of a negotiation by the Dataspace Protocol.',
  valuesConfig: {
    REQUESTED: { description: 'The buyer asks; the stewards are to answer.' },
    OFFERED: { description: 'The co-op offers; the buyer is to answer.' },
    ACCEPTED: { description: 'The buyer has signed the offer; the members decide.' },
    AGREED: { description: 'The members’ decision is proven and made into the agreement.' },
    VERIFIED: { description: 'The buyer has signed the agreement.' },
    FINALIZED: { description: 'In force: verified and first paid.' },
    TERMINATED: { description: 'Over without a licence.' },
  },
});

const PartyEnum = {
  BUYER: 'BUYER',
  STEWARDS: 'STEWARDS',
  COOPERATIVE: 'COOPERATIVE',
} as const satisfies Record<Party, Party>;
registerEnumType(PartyEnum, {
  name: 'NegotiationParty',
  description: 'Who took a step.',
  valuesConfig: {
    BUYER: { description: 'The organisation that wants the licence.' },
    STEWARDS: { description: 'A steward, for the co-op.' },
    COOPERATIVE: { description: 'The co-op as a whole: a decision, or what follows from it.' },
  },
});

@ObjectType('NegotiationStep', { description: 'One step of a negotiation.' })
export class NegotiationStepType {
  cooperativeId: string;
  buyerId: string;
  offerId: string;

  @Field(() => ID, { description: 'TypeID, `stp_…`.' })
  @Access('buyerOrStewards')
  id: string;

  @Field(() => PartyEnum, { description: 'Who took it.' })
  @Access('buyerOrStewards')
  party: Party;

  @Field(() => NegotiationStateEnum, { description: 'The state that it led to.' })
  @Access('buyerOrStewards')
  state: NegotiationState;

  @Field(() => String, { nullable: true, description: 'What was said with it.' })
  @Access('buyerOrStewards')
  message: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was taken.' })
  @Access('buyerOrStewards')
  takenAt: Date;
}

@ObjectType('Licence', { description: ENTITIES.Licence })
@GivenTo('buyerOrStewards', 'insiders')
@Directive('@key(fields: "id")')
export class LicenceType {
  cooperativeId: string;
  buyerId: string;
  datasetId: string;
  offerId: string;
  proposalId: string | null;

  @Field(() => ID, { description: 'TypeID, `lic_…`.' })
  @Access('buyerOrStewards', 'insiders')
  id: string;

  @Field(() => PurposeScalar, { description: 'What the data may be used for; narrower purposes included.' })
  @Access('buyerOrStewards', 'insiders')
  purpose: string;

  @Field(() => NegotiationStateEnum, { description: 'How far it has come.' })
  @Access('buyerOrStewards', 'insiders')
  state: NegotiationState;

  @Field(() => JSONScalar, {
    nullable: true,
    description: 'The signed ODRL agreement with the proof of the decision it rests on; null before AGREED.',
  })
  @Access('buyerOrStewards')
  agreement: Record<string, unknown> | null;

  @Field(() => DigestScalar, { nullable: true, description: 'Of `agreement`: what the buyer signs.' })
  @Access('buyerOrStewards')
  agreementDigest: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when the buyer’s acceptance stands; null before ACCEPTED.',
  })
  @Access('buyerOrStewards')
  decideBy: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'First instant after its term; null before FINALIZED, and once it has ended.',
  })
  @Access('buyerOrStewards', 'insiders')
  validUntil: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When it ends since the members have prohibited its purpose: no job begins from then on, and the price of the rest ' +
      'of its term is refunded. Null while they have not.',
  })
  @Access('buyerOrStewards', 'insiders')
  noticeUntil: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it is TERMINATED.' })
  @Access('buyerOrStewards')
  reason: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the buyer asked.' })
  @Access('buyerOrStewards')
  requestedAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it last changed.' })
  @Access('buyerOrStewards')
  changedAt: Date;
}

export const LicenceConnection = ConnectionOf(LicenceType, 'Licence');

export function toLicenceType(licence: Licence): LicenceType {
  const { cooperativeId, buyerId, datasetId, offerId, proposalId, id, purpose, state } = licence;
  const { acceptance, agreement, validUntil, noticeUntil, reason, requestedAt, changedAt } = licence;
  return {
    ...{ cooperativeId, buyerId, datasetId, offerId, proposalId, id, purpose, state },
    ...{ validUntil, noticeUntil, reason, requestedAt, changedAt },
    decideBy: acceptance?.decideBy ?? null,
    agreement: agreement?.document ?? null,
    agreementDigest: agreement?.digest ?? null,
  };
}

export function toStepType(step: NegotiationStep): NegotiationStepType {
  const { cooperativeId, buyerId, offerId, id, party, state, message, takenAt } = step;
  return { cooperativeId, buyerId, offerId, id, party, state, message, takenAt };
}
