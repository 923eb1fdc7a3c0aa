import type { Viewer } from '../../kit/identity/viewer.js';
import type { Standing } from '../../kit/identity/viewer.js';
import { ERRORS } from '../domain/errors.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Store } from '../../kit/store/store.js';
import type { Logger } from '../../kit/observability/logger.js';
import type { PaymentPort } from '../payment/paymentPort.js';
import type { PayoutsSettings } from '../settings.js';

/** What use cases are wired to. */
export interface PayoutsDeps {
  store: Store;
  rail: PaymentPort;
  settings: PayoutsSettings;
  logger: Logger;
}

/**
 * The viewer as holder of a balance, admitted or not: what a co-op owes somebody does not end with their
 * membership.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN
 */
export async function requireHolder(viewer: Viewer, cooperative: string): Promise<Standing> {
  viewer.requireDid();
  const standing = await viewer.memberIn(cooperative);
  if (!standing) throw COMMON.FORBIDDEN.raise('You hold no balance in this co-op.', { cooperative });
  return standing;
}

/** @throws BAD_USER_INPUT */
export function requireAboveZero(amountMinor: bigint): bigint {
  if (amountMinor > 0n && amountMinor < AMOUNT_LIMIT) return amountMinor;
  throw COMMON.BAD_USER_INPUT.raise('An amount is above zero, in minor units.', { field: 'amountMinor' });
}

/** Sums of a few thousand amounts below this stay within the database's 64 bits. */
const AMOUNT_LIMIT = 10n ** 15n;

/** @throws BAD_USER_INPUT */
export function requireText(text: string, field: string, lengthMax: number): string {
  const trimmed = text.trim();
  if (trimmed.length > 0 && trimmed.length <= lengthMax) return trimmed;
  throw COMMON.BAD_USER_INPUT.raise(`This takes 1 to ${lengthMax} characters.`, { field });
}

/**
 * Says in the log that a balance is not the sum of its account's entries, where it is not: somebody has written to the
 * database past this service.
 */
export function noteSoundness(
  logger: Logger,
  cooperative: string,
  { accountId, isSound }: Soundness,
): boolean {
  if (!isSound) {
    logger.error(
      { cooperative, account: accountId },
      'a balance differs from the sum of its entries; nothing is paid out of it',
    );
  }
  return isSound;
}

interface Soundness {
  /** Undefined for the funds of the co-op. */
  accountId?: string;
  isSound: boolean;
}

/** @throws BALANCE_INCONSISTENT */
export function requireSound(logger: Logger, cooperative: string, account: Soundness): void {
  if (noteSoundness(logger, cooperative, account)) return;
  throw ERRORS.BALANCE_INCONSISTENT.raise(
    'The books do not agree with this balance; the operator has been told.',
  );
}

/** An amount as journals and refusals carry it. */
export function moneyJson(amountMinor: bigint, currency: string): { amountMinor: string; currency: string } {
  return { amountMinor: amountMinor.toString(), currency };
}
