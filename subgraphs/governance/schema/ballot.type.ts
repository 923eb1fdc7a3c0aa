import { Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { DateTimeScalar, DigestScalar } from '../../kit/schema/scalars.js';
import type { BallotReceipt } from '../store/receiptStore.js';

@ObjectType('BallotReceipt', {
  description:
    'A member’s own record of a ballot. With it they find their ballot in the published evidence and prove it theirs.',
})
export class BallotReceiptType {
  memberId: string;
  proposalId: string;

  @Field(() => ID, { description: 'TypeID, `blt_…`.' })
  @Access('self')
  id: string;

  @Field(() => [ID], { description: 'Ids of the chosen options.' })
  @Access('self')
  choices: string[];

  @Field(() => DigestScalar, { description: 'Digest of the effect that was voted on.' })
  @Access('self')
  effectDigest: string;

  @Field(() => DateTimeScalar, { description: 'When it was taken.' })
  @Access('self')
  castAt: Date;

  @Field(() => String, { description: 'Under which it stands in the evidence, once voting has closed.' })
  @Access('self')
  pseudonym: string;

  @Field(() => DigestScalar, { description: 'Digest of `{salt, signature, statement}`.' })
  @Access('self')
  commitment: string;

  @Field(() => String, { description: 'Opens the commitment; lowercase hex.' })
  @Access('self')
  salt: string;

  @Field(() => String, { description: 'The voter’s signature, base64url.' })
  @Access('self')
  signature: string;
}

export const BallotReceiptConnection = ConnectionOf(BallotReceiptType, 'BallotReceipt');

export function toReceiptType({
  signingKey: _kept,
  cooperativeId: _known,
  ...receipt
}: BallotReceipt): BallotReceiptType {
  return receipt;
}
