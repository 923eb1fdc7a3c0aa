import type { Viewer } from '../../kit/identity/viewer.js';
import type { Standing } from '../../kit/identity/viewer.js';
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

/** An amount as journals and refusals carry it. */
export function moneyJson(amountMinor: bigint, currency: string): { amountMinor: string; currency: string } {
  return { amountMinor: amountMinor.toString(), currency };
}
