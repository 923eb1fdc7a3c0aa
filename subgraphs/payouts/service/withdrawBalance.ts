import assert from 'node:assert';
import { statement } from '../../kit/contracts/statements.js';
import type { Statement } from '../../kit/contracts/statements.js';
import { requireId } from '../../kit/domain/ids.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';
import type { Signed } from '../../kit/identity/requireSignature.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import type { Logger } from '../../kit/observability/logger.js';
import { findAnswer, idempotent } from '../../kit/store/idempotent.js';
import { spendStatement } from '../../kit/store/spentStatements.js';
import type { Tx } from '../../kit/store/tx.js';
import { ERRORS } from '../domain/errors.js';
import type { Transfer } from '../domain/transfer.js';
import { readBook, readPolicy } from '../store/book.js';
import { lockMemberAccount } from '../store/ledger.js';
import { lockTransfer } from '../store/transferStore.js';
import { coolDestination } from './coolDestination.js';
import { requireAboveZero, requireText } from './input.js';
import { requireNoRecovery } from './holdMoney.js';
import { openPayout } from './openPayout.js';
import type { PayoutsPorts } from './ports.js';
import { requireHolder } from './requireHolder.js';
import { requireSound } from './soundness.js';

export interface WithdrawBalance extends Signed {
  cooperative: string;
  /** Null takes the whole balance. */
  amountMinor: bigint | null;
  destination: string;
  idempotencyKey: string;
}

/**
 * Pays out of a member's balance. Whoever has left may still take what is theirs, and then no minimum holds. A session
 * alone neither takes money nor names a destination: the member signs the statement `Withdrawal`, which pays once.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, SIGNATURE_INVALID, IDEMPOTENCY_KEY_REUSED, RECOVERY_UNDER_WAY,
 *   DESTINATIONS_TOO_MANY, DESTINATION_COOLING, SIGNATURE_SPENT, POLICY_MISSING, BALANCE_INCONSISTENT, BALANCE_TOO_LOW,
 *   BELOW_MINIMUM_PAYOUT, in this order.
 */
export function withdrawBalance(ports: PayoutsPorts) {
  const { store, settings, logger } = ports;
  return async (viewer: Viewer, input: WithdrawBalance): Promise<Transfer> => {
    const cooperativeId = requireId('coop', input.cooperative);
    const holder = await requireHolder(viewer, cooperativeId);
    const asked = input.amountMinor === null ? null : requireAboveZero(input.amountMinor);
    const method = requireText(input.destination, 'destination', 100);
    const amountMinor = asked?.toString() ?? null;
    const { destination, idempotencyKey } = input;
    const of = { cooperative: cooperativeId, amountMinor, destination, member: holder.did, idempotencyKey };
    const ordered = statement('Withdrawal', of);
    requireSignature(holder, ordered, input);
    const canonical = { cooperative: cooperativeId, amountMinor, method };
    const operation = {
      actor: holder.did,
      operation: 'withdrawBalance',
      key: input.idempotencyKey,
      input: canonical,
    };
    const named = { method, sessionId: viewer.sessionId };
    const outcome = await store.transaction({ cooperative: cooperativeId }, async (tx) => {
      if (!(await findAnswer(tx, operation))) {
        await requireNoRecovery(tx, holder);
        const usableAt = await coolDestination(tx, settings, holder, named);
        // That it was named must outlast the refusal, so nothing is thrown before the commit.
        if (usableAt && tx.now < usableAt) return { usableAt };
      }
      const id = await idempotent(tx, operation, () =>
        withdraw(tx, logger, holder, { asked, method, ordered }),
      );
      const payout = await lockTransfer(tx, cooperativeId, id);
      assert(payout, `payout ${id} was written and is not there`);
      return payout;
    });
    if (!('usableAt' in outcome)) return outcome;
    throw ERRORS.DESTINATION_COOLING.raise(
      'This destination is new: it is paid to only when it has cooled off.',
      { usableAt: outcome.usableAt.toISOString() },
    );
  };
}

async function withdraw(
  tx: Tx,
  logger: Logger,
  holder: Standing,
  { asked, method, ordered }: { asked: bigint | null; method: string; ordered: Statement<'Withdrawal'> },
): Promise<string> {
  await spendStatement(tx, ordered);
  const { cooperativeId, memberId, did } = holder;
  const { currency } = await readBook(tx, cooperativeId);
  const account = await lockMemberAccount(tx, cooperativeId, memberId, currency);
  requireSound(logger, cooperativeId, account);
  const { accountId, balanceMinor } = account;
  const amountMinor = asked ?? balanceMinor;
  if (amountMinor > balanceMinor || amountMinor === 0n) {
    throw ERRORS.BALANCE_TOO_LOW.raise('Your balance does not cover this.', {
      balanceMinor: balanceMinor.toString(),
    });
  }
  const { minimumPayoutMinor } = await readPolicy(tx, cooperativeId);
  if (amountMinor < minimumPayoutMinor && holder.standing !== 'EXITED') {
    throw ERRORS.BELOW_MINIMUM_PAYOUT.raise('The charter sets a higher minimum for a payout.', {
      minimumMinor: minimumPayoutMinor.toString(),
    });
  }
  return openPayout(tx, { cooperativeId, memberId, accountId, amountMinor, currency, method, did });
}
