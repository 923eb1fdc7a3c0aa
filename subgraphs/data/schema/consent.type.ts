import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { DateTimeScalar, PurposeScalar } from '../../kit/schema/scalars.js';
import { VerifiableCredentialType } from '../../kit/schema/shared.js';
import { GivenTo } from '../../kit/schema/withheld.js';
import { consentState, wrapState } from '../domain/consent.js';
import type { Consent, ConsentState, RecipientClass, WrapState } from '../domain/consent.js';

const ConsentStateEnum = {
  GRANTED: 'GRANTED',
  WITHDRAWN: 'WITHDRAWN',
  EXPIRED: 'EXPIRED',
  ERASED: 'ERASED',
} as const satisfies Record<ConsentState, ConsentState>;
registerEnumType(ConsentStateEnum, {
  name: 'ConsentState',
  description: 'Whether a consent is in force, or why not.',
  valuesConfig: {
    GRANTED: { description: 'In force.' },
    WITHDRAWN: { description: 'Its member took it back.' },
    EXPIRED: { description: 'Its time is over.' },
    ERASED: { description: 'Its member had it erased.' },
  },
});

const WrapStateEnum = {
  UNVERIFIED: 'UNVERIFIED',
  OPENED: 'OPENED',
  SET_ASIDE: 'SET_ASIDE',
} as const satisfies Record<WrapState, WrapState>;
registerEnumType(WrapStateEnum, {
  name: 'WrapState',
  description: 'What the compute worker found of a consent’s wrap.',
  valuesConfig: {
    UNVERIFIED: { description: 'The worker has not opened it yet: it does so within seconds.' },
    OPENED: { description: 'It opened: the consent counts while it is GRANTED.' },
    SET_ASIDE: { description: 'It does not open: the consent counts nowhere. Grant another one.' },
  },
});

export const RecipientClassEnum = {
  BUYER: 'BUYER',
  PARTNER: 'PARTNER',
  REGULATOR: 'REGULATOR',
} as const satisfies Record<RecipientClass, RecipientClass>;
registerEnumType(RecipientClassEnum, {
  name: 'RecipientClass',
  description: 'Kinds of organisation that may receive results.',
  valuesConfig: {
    BUYER: { description: 'Whoever licenses data.' },
    PARTNER: { description: 'A co-op elsewhere.' },
    REGULATOR: { description: 'Whoever oversees.' },
  },
});

@ObjectType('Consent', {
  description: 'A member’s permission to compute on their records, as an ISO/IEC TS 27560 record.',
})
@GivenTo('self')
@Directive('@key(fields: "id")')
export class ConsentType {
  cooperativeId: string;
  memberId: string;
  datasetId: string;

  @Field(() => ID, { description: 'TypeID, `cns_…`, chosen by the wallet.' })
  @Access('self')
  id: string;

  @Field(() => [PurposeScalar], { description: 'Permitted purposes, each with its narrower ones.' })
  @Access('self')
  purposes: readonly string[];

  @Field(() => [String], { description: 'Sensitivities of the columns that may be computed on.' })
  @Access('self')
  categories: readonly string[];

  @Field(() => [RecipientClassEnum], { description: 'Who may receive results.' })
  @Access('self')
  recipients: readonly RecipientClass[];

  @Field(() => ConsentStateEnum, { description: 'Whether it is in force.' })
  @Access('self')
  state: ConsentState;

  @Field(() => WrapStateEnum, {
    description: 'Whether the compute worker could open the wrap; a consent counts only where it could.',
  })
  @Access('self')
  wrapState: WrapState;

  @Field(() => DateTimeScalar, { description: 'When it was granted.' })
  @Access('self')
  grantedAt: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'First instant at which it is over; null for none.',
  })
  @Access('self')
  expiresAt: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was taken back.' })
  @Access('self')
  withdrawnAt: Date | null;

  @Field(() => VerifiableCredentialType, {
    nullable: true,
    description: 'The receipt that the data service signed; null once erased.',
  })
  @Access('self')
  receipt: VerifiableCredentialType | null;
}

export const ConsentConnection = ConnectionOf(ConsentType, 'Consent');

/** @param now - at which the state is asked for. */
export function toConsentType(consent: Consent, now: Date): ConsentType {
  const { id, cooperativeId, memberId, datasetId, purposes, categories, recipients } = consent;
  const { grantedAt, expiresAt, withdrawnAt, receipt } = consent;
  return {
    ...{ id, cooperativeId, memberId, datasetId, purposes, categories, recipients },
    ...{ grantedAt, expiresAt, withdrawnAt },
    state: consentState(consent, now),
    wrapState: wrapState(consent),
    receipt: receipt && { document: receipt },
  };
}
