import { Field, Int, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { JSONScalar } from '../../kit/schema/scalars.js';
import type { RowCounts } from '../domain/judgedRows.js';
import type { Verification, VerificationStatement } from '../domain/verification.js';
import type { AuditedVerification } from '../store/verificationStore.js';

const STATEMENT =
  'What the compute worker signed, and nothing of a person: v, type, dataset, cid, readable, rows, revision, day. The canonical form (RFC 8785) is what `signature` is over.';
const SIGNATURE = 'Ed25519 over the UTF-8 bytes of the canonical form, unpadded base64url.';
const KEY = 'The worker’s key, one of `ComputeKey.statementKeys`.';

@ObjectType('RowCounts', {
  description:
    'What became of the rows of a contribution. received = invalid + empty + excess + repeated + counted; valid = repeated + counted.',
})
export class RowCountsType implements RowCounts {
  memberId: string;

  @Field(() => Int, { description: 'Rows that the ciphertext held.' })
  @Access('self')
  received: number;

  @Field(() => Int, { description: 'Rows that fit the dataset’s schema, repeats included.' })
  @Access('self')
  valid: number;

  @Field(() => Int, { description: 'Rows that do not fit it, or lack a required value.' })
  @Access('self')
  invalid: number;

  @Field(() => Int, { description: 'Rows without a value in any column.' })
  @Access('self')
  empty: number;

  @Field(() => Int, { description: 'Rows beyond `recordCount`, which the wallet declared.' })
  @Access('self')
  excess: number;

  @Field(() => Int, {
    description: 'Valid rows whose key stood before, in this contribution or an earlier one.',
  })
  @Access('self')
  repeated: number;

  @Field(() => Int, {
    description: 'Rows that count: in computations, and where a pool is divided by QUANTITY.',
  })
  @Access('self')
  counted: number;
}

@ObjectType('ContributionVerification', {
  description: 'What the compute worker found of a contribution, as it signed it.',
})
export class ContributionVerificationType {
  memberId: string;

  @Field(() => Boolean, {
    description: 'False where the ciphertext did not open, or held nothing for the dataset.',
  })
  @Access('self')
  readable: boolean;

  @Field(() => RowCountsType, { description: 'What became of each row.' })
  @Access('self')
  rows: RowCountsType;

  @Field(() => JSONScalar, { description: STATEMENT })
  @Access('self')
  statement: VerificationStatement;

  @Field(() => String, { description: SIGNATURE })
  @Access('self')
  signature: string;

  @Field(() => String, { description: KEY })
  @Access('self')
  key: string;
}

@ObjectType('VerifiedContribution', {
  description: 'What the compute worker found of somebody’s contribution, for auditors of the co-op.',
})
export class VerifiedContributionType {
  cooperativeId: string;

  @Field(() => String, {
    description:
      'Drawn for the member, the same in all datasets of the co-op; it names nobody, and an erasure ends it.',
  })
  @Access('auditors')
  pseudonym: string;

  @Field(() => JSONScalar, { description: STATEMENT })
  @Access('auditors')
  statement: VerificationStatement;

  @Field(() => String, { description: SIGNATURE })
  @Access('auditors')
  signature: string;

  @Field(() => String, { description: KEY })
  @Access('auditors')
  key: string;
}

export const VerifiedContributionConnection = ConnectionOf(VerifiedContributionType, 'VerifiedContribution');

export function toVerificationType(verification: Verification): ContributionVerificationType {
  const { memberId, statement, signature, key } = verification;
  const { readable, rows } = statement;
  return { memberId, readable, rows: { ...rows, memberId }, statement, signature, key };
}

export function toVerifiedContributionType(verification: AuditedVerification): VerifiedContributionType {
  const { cooperativeId, pseudonym, statement, signature, key } = verification;
  return { cooperativeId, pseudonym, statement, signature, key };
}
