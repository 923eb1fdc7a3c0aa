import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { money } from '../../kit/domain/money.js';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { MoneyType } from '../../kit/schema/shared.js';
import { GivenTo } from '../../kit/schema/withheld.js';
import type { Dividend } from '../domain/dividend.js';
import { DividendStateEnum } from './enums.js';
import { LicenceType, MemberType, memberStub } from './stubs.type.js';

@ObjectType('DividendLine', { description: 'What one licence brought a member in one period.' })
export class DividendLineType {
  memberId: string;

  @Field(() => LicenceType, {
    nullable: true,
    description: 'The licence; null for what earlier periods left that belongs to none.',
  })
  @Access('self')
  licence: LicenceType | null;

  @Field(() => MoneyType, { description: 'Its part of the dividend.' })
  @Access('self')
  amount: MoneyType;
}

@ObjectType('Dividend', { description: 'A payslip: one member’s part of a run.' })
@GivenTo('self')
@Directive('@key(fields: "id")')
export class DividendType {
  memberId: string;
  dividend: Dividend;

  @Field(() => ID, { description: 'TypeID, `dvd_…`.' })
  @Access('self')
  id: string;

  @Field(() => MemberType, { nullable: true, description: 'Whose it is.' })
  @Access('self')
  member: MemberType;

  @Field(() => MoneyType, { description: 'The member’s part of the pool, before tax.' })
  @Access('self')
  amount: MoneyType;

  @Field(() => MoneyType, { description: 'Withheld from it for the tax authority.' })
  @Access('self')
  tax: MoneyType;

  @Field(() => MoneyType, { description: 'What came into the balance.' })
  @Access('self')
  net: MoneyType;

  @Field(() => String, {
    description:
      'The member’s weight by the basis of the run, a decimal integer. By use: what was used under licences that bring something.',
  })
  @Access('self')
  weight: string;

  @Field(() => DividendStateEnum, { description: 'Whether it stands in the balance yet.' })
  @Access('self')
  state: string;
}

export const DividendConnection = ConnectionOf(DividendType, 'Dividend');

/** @param currency - of the run. */
export function toDividendType(dividend: Dividend, memberId: string, currency: string): DividendType {
  const { id, amountMinor, taxMinor, weight, creditedAt } = dividend;
  return {
    memberId,
    dividend,
    id,
    member: memberStub(memberId),
    amount: money(amountMinor, currency),
    tax: money(taxMinor, currency),
    net: money(amountMinor - taxMinor, currency),
    weight: weight.toString(),
    state: creditedAt ? 'CREDITED' : 'ALLOCATED',
  };
}
