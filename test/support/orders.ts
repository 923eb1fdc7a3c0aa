import { randomUUID } from 'node:crypto';
import { statement } from '../../subgraphs/kit/contracts/statements.js';
import type { Person } from './people.js';

/** What a member signs to leave a co-op, or to have themselves erased in it. */
export function orderOf(who: Person, type: 'Exit' | 'Erasure', cooperative: string) {
  const order = { cooperative, nonce: randomUUID() };
  return { ...order, signature: who.sign(statement(type, { ...order, member: who.did })), key: who.key };
}

export interface WithdrawalInput {
  readonly cooperative: string;
  readonly amountMinor?: string;
  readonly destination?: string;
  readonly idempotencyKey: string;
}

/** A withdrawal as its member signs it. */
export function withdrawalOf<Input extends WithdrawalInput>(who: Person, input: Input) {
  const { cooperative, amountMinor = null, destination = 'default', idempotencyKey } = input;
  const order = { cooperative, amountMinor, destination, idempotencyKey, member: who.did };
  return { ...input, signature: who.sign(statement('Withdrawal', order)), key: who.key };
}
