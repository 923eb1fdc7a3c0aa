import type { Logger } from '../../kit/observability/logger.js';
import { ERRORS } from '../domain/errors.js';

/**
 * Says in the log that a balance is not the sum of its account's entries, where it is not: somebody has written to the
 * database past this service.
 */
export function noteSoundness(
  logger: Logger,
  cooperativeId: string,
  { accountId, isSound }: Soundness,
): boolean {
  if (!isSound) {
    logger.error(
      { cooperative: cooperativeId, account: accountId },
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
export function requireSound(logger: Logger, cooperativeId: string, account: Soundness): void {
  if (noteSoundness(logger, cooperativeId, account)) return;
  throw ERRORS.BALANCE_INCONSISTENT.raise(
    'The books do not agree with this balance; the operator has been told.',
  );
}
