import { money } from '../../kit/domain/money.js';
import type { Money } from '../../kit/domain/money.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { PageRequest } from '../../kit/schema/connection.js';
import { readHeld } from '../../kit/store/heldRecords.js';
import type { HeldPage, Holder } from '../../kit/store/heldRecords.js';
import type { Tx } from '../../kit/store/tx.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { creditRows } from '../domain/creditedRows.js';
import type { CreditedRows } from '../domain/creditedRows.js';
import type { Dividend } from '../domain/dividend.js';
import type { LinedProof } from '../domain/linedProof.js';
import type { PayslipProof } from '../domain/payslipProof.js';
import type { Transfer } from '../domain/transfer.js';
import { accountOfMember } from '../store/accountStore.js';
import { readBook, readPolicy } from '../store/book.js';
import { listDestinations } from '../store/destinationStore.js';
import type { Destination } from '../store/destinationStore.js';
import { findDividends, listDividends, readLines } from '../store/dividendStore.js';
import { HELD } from '../store/heldRecords.js';
import { countedRowsOf } from '../store/measureStore.js';
import { balanceOf } from '../store/ledger.js';
import { listPayouts } from '../store/transferStore.js';
import type { PayoutsPorts } from './ports.js';
import { proveDividend } from './proveDividend.js';

/** What a member alone may see: their money, and where it came from. Who asks is judged before, by the field. */
export function readOwn({ store }: PayoutsPorts) {
  function holding(code: 'liabilities:member' | 'liabilities:stake') {
    return (cooperativeId: string, ownerId: string): Promise<Money> =>
      store.transaction({ cooperative: cooperativeId }, async (tx) => {
        const { currency } = await readBook(tx, cooperativeId);
        return money(await balanceOf(tx, cooperativeId, { code, ownerId }), currency);
      });
  }

  /** A list of what stands under the account of a member: empty while there is none. */
  function listed<Value>(
    list: (
      tx: Tx,
      cooperativeId: string,
      account: string,
      before: string | null,
      countMax: number,
    ) => Promise<Value[]>,
  ) {
    return (cooperativeId: string, member: string, { first, after }: PageRequest): Promise<Value[]> =>
      store.transaction({ cooperative: cooperativeId }, async (tx) => {
        const account = await accountOfMember(tx, cooperativeId, member);
        return account ? list(tx, cooperativeId, account, after ? String(after[0]) : null, first + 1) : [];
      });
  }

  return {
    balance: holding('liabilities:member'),
    stake: holding('liabilities:stake'),
    dividends: listed<Dividend>(listDividends),
    payouts: listed<Transfer>(listPayouts),

    /** Where the member has asked to be paid; one more than asked for. */
    destinations(
      cooperativeId: string,
      member: string,
      { first, after }: PageRequest,
    ): Promise<Destination[]> {
      return store.transaction({ cooperative: cooperativeId }, (tx) =>
        listDestinations(tx, cooperativeId, member, after ? String(after[0]) : null, first + 1),
      );
    },

    /** What the member's rows weigh by QUANTITY under the policy in force now. @throws POLICY_MISSING */
    creditedRows(cooperativeId: string, member: string): Promise<CreditedRows> {
      return store.transaction({ cooperative: cooperativeId }, async (tx) => {
        const { rowsPerPeriodMax } = await readPolicy(tx, cooperativeId);
        return creditRows(await countedRowsOf(tx, cooperativeId, member), rowsPerPeriodMax);
      });
    },

    held(holder: Holder, page: PageRequest): Promise<HeldPage> {
      return store.transaction({ cooperative: holder.cooperativeId }, (tx) =>
        readHeld(tx, HELD, holder, page),
      );
    },

    /** A dividend of the viewer's; null for another's as for none. */
    async dividend(viewer: Viewer, id: string): Promise<(Dividend & { memberId: string }) | null> {
      const cooperativeId = await whereaboutsOf(store, id);
      const memberId = (await viewer.memberIn(cooperativeId))?.memberId;
      return store.transaction({ cooperative: cooperativeId }, async (tx) => {
        const [dividend] = await findDividends(tx, cooperativeId, [id]);
        // Looked for even where there is none: a foreign one takes as long as one that is not there.
        const own = await accountOfMember(tx, cooperativeId, memberId ?? '');
        return memberId && dividend && dividend.accountId === own ? { ...dividend, memberId } : null;
      });
    },

    lines(cooperativeId: string, dividend: string): Promise<{ licenceId: string; amountMinor: bigint }[]> {
      return store.transaction({ cooperative: cooperativeId }, (tx) =>
        readLines(tx, cooperativeId, dividend),
      );
    },

    /** The proof that a dividend is part of its run's total; null once its salt has been erased. */
    proof(dividend: Dividend): Promise<LinedProof | PayslipProof | null> {
      const { salt } = dividend;
      if (!salt) return Promise.resolve(null);
      return store.transaction({ cooperative: dividend.cooperativeId }, (tx) =>
        proveDividend(tx, { ...dividend, salt }),
      );
    },
  };
}
