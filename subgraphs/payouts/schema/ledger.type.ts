import { Field, ID, ObjectType } from 'type-graphql';
import { money } from '../../kit/domain/money.js';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { MoneyType } from '../../kit/schema/shared.js';
import type { AccountKind } from '../domain/chart.js';
import type { Account, Entry } from '../store/accountStore.js';
import { AccountKindEnum, TransactionKindEnum } from './enums.js';

@ObjectType('LedgerEntry', { description: 'One side of a balanced ledger transaction.' })
export class LedgerEntryType {
  cooperativeId: string;

  @Field(() => ID, { description: 'TypeID, `len_…`.' })
  @Access('auditors')
  id: string;

  @Field(() => ID, { description: 'The transaction, whose entries sum to zero: TypeID, `ltx_…`.' })
  @Access('auditors')
  transaction: string;

  @Field(() => TransactionKindEnum, { description: 'What the transaction was made for.' })
  @Access('auditors')
  kind: string;

  @Field(() => MoneyType, { description: 'Debits above zero, credits below.' })
  @Access('auditors')
  amount: MoneyType;

  @Field(() => Date, { description: 'When it was posted; it counts in the period of this instant.' })
  @Access('auditors')
  postedAt: Date;
}

@ObjectType('LedgerAccount', { description: 'An account of a co-op’s double-entry ledger.' })
export class LedgerAccountType {
  cooperativeId: string;

  @Field(() => ID, { description: 'TypeID, `lac_…`.' })
  @Access('auditors')
  id: string;

  @Field(() => String, {
    description:
      'Whose it is: the id of the co-op or of a buyer; a member shows as the id of the account, a pseudonym.',
  })
  @Access('auditors')
  owner: string;

  @Field(() => String, { description: 'Its place in the standard chart, such as `funds:reserve`.' })
  @Access('auditors')
  code: string;

  @Field(() => AccountKindEnum, { description: 'What it counts.' })
  @Access('auditors')
  kind: AccountKind;

  @Field(() => MoneyType, {
    description: 'In its natural direction: debits of assets and expenses, credits of the rest.',
  })
  @Access('auditors')
  balance: MoneyType;
}

export const LedgerEntryConnection = ConnectionOf(LedgerEntryType, 'LedgerEntry');
export const LedgerAccountConnection = ConnectionOf(LedgerAccountType, 'LedgerAccount');

export function toLedgerEntryType(entry: Entry): LedgerEntryType {
  const { cooperativeId, id, transactionId, kind, amountMinor, currency, postedAt } = entry;
  return {
    cooperativeId,
    id,
    transaction: transactionId,
    kind,
    amount: money(amountMinor, currency),
    postedAt,
  };
}

export function toLedgerAccountType(account: Account): LedgerAccountType {
  const { cooperativeId, id, code, kind, ownerKind, ownerId, balanceMinor, currency } = account;
  const owners = { COOPERATIVE: cooperativeId, MEMBER: id, ORGANIZATION: ownerId ?? id };
  return { cooperativeId, id, owner: owners[ownerKind], code, kind, balance: money(balanceMinor, currency) };
}
