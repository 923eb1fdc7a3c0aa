import assert from 'node:assert';
import { money } from '../../kit/domain/money.js';
import type { Money } from '../../kit/domain/money.js';
import type { PageRequest } from '../../kit/schema/connection.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { readHeld } from '../../kit/store/heldRecords.js';
import type { HeldPage, Holder } from '../../kit/store/heldRecords.js';
import type { Tx } from '../../kit/store/store.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { provePayslip } from '../domain/payslipProof.js';
import type { PayslipProof } from '../domain/payslipProof.js';
import { accountOfMember } from '../store/accountStore.js';
import { readBook } from '../store/book.js';
import { listDestinations } from '../store/destinationStore.js';
import type { Destination } from '../store/destinationStore.js';
import { findDividends, listDividends, readLeaves, readLines } from '../store/dividendStore.js';
import type { DividendRow } from '../store/dividendRow.js';
import { HELD } from '../store/heldRecords.js';
import { balanceOf } from '../store/ledger.js';
import type { TransferRow } from '../store/transferRow.js';
import { listPayouts } from '../store/transferStore.js';
import type { PayoutsDeps } from './deps.js';

/** What a member alone may see: their money, and where it came from. Who asks is judged before, by the field. */
export function readOwn({ store }: PayoutsDeps) {
  function holding(code: 'liabilities:member' | 'liabilities:stake') {
    return (cooperative: string, ownerId: string): Promise<Money> =>
      store.transaction({ cooperative }, async (tx) => {
        const { currency } = await readBook(tx, cooperative);
        return money(await balanceOf(tx, cooperative, { code, ownerId }), currency);
      });
  }

  /** A list of what stands under the account of a member: empty while there is none. */
  function listed<Row>(
    list: (
      tx: Tx,
      cooperative: string,
      account: string,
      before: string | null,
      countMax: number,
    ) => Promise<Row[]>,
  ) {
    return (cooperative: string, member: string, { first, after }: PageRequest): Promise<Row[]> =>
      store.transaction({ cooperative }, async (tx) => {
        const account = await accountOfMember(tx, cooperative, member);
        return account ? list(tx, cooperative, account, after ? String(after[0]) : null, first + 1) : [];
      });
  }

  return {
    balance: holding('liabilities:member'),
    stake: holding('liabilities:stake'),
    dividends: listed<DividendRow>(listDividends),
    payouts: listed<TransferRow>(listPayouts),

    /** Where the member has asked to be paid; one more than asked for. */
    destinations(cooperative: string, member: string, { first, after }: PageRequest): Promise<Destination[]> {
      return store.transaction({ cooperative }, (tx) =>
        listDestinations(tx, cooperative, member, after ? String(after[0]) : null, first + 1),
      );
    },

    held(holder: Holder, page: PageRequest): Promise<HeldPage> {
      return store.transaction({ cooperative: holder.cooperativeId }, (tx) =>
        readHeld(tx, HELD, holder, page),
      );
    },

    /** A dividend of the viewer's; null for another's as for none. */
    async dividend(viewer: Viewer, id: string): Promise<(DividendRow & { memberId: string }) | null> {
      const cooperative = await whereaboutsOf(store, id);
      const memberId = (await viewer.memberIn(cooperative))?.memberId;
      return store.transaction({ cooperative }, async (tx) => {
        const [dividend] = await findDividends(tx, cooperative, [id]);
        // Looked for even where there is none: a foreign one takes as long as one that is not there.
        const own = await accountOfMember(tx, cooperative, memberId ?? '');
        return memberId && dividend && dividend.accountId === own ? { ...dividend, memberId } : null;
      });
    },

    lines(cooperative: string, dividend: string): Promise<{ licenceId: string; amountMinor: bigint }[]> {
      return store.transaction({ cooperative }, (tx) => readLines(tx, cooperative, dividend));
    },

    /** The proof that a dividend is part of its run's total; null once its salt has been erased. */
    proof({ cooperativeId, runId, id, salt }: DividendRow): Promise<PayslipProof | null> {
      if (!salt) return Promise.resolve(null);
      return store.transaction({ cooperative: cooperativeId }, async (tx) => {
        const leaves = await readLeaves(tx, cooperativeId, runId);
        const index = leaves.findIndex((leaf) => leaf.dividendId === id);
        assert(index >= 0, `${id} is no leaf of ${runId}`);
        return provePayslip(runId, leaves, index, salt);
      });
    },
  };
}
