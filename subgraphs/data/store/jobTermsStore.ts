import type { Tx } from '../../kit/store/tx.js';
import type { CharterTerms } from '../../kit/contracts/charterTerms.js';
import type { DatasetTerms } from '../domain/dataset.js';
import { readColumns } from './datasetRow.js';
import { isActive } from '../domain/licence.js';
import type { NegotiationState } from '../domain/licenceState.js';
import type { Money } from '../../kit/domain/money.js';

/** What is agreed and declared about the licence that a job would run under. */
export interface JobTerms {
  readonly licenceId: string;
  readonly cooperativeId: string;
  readonly datasetId: string;
  readonly buyerId: string;
  /** The kind under which the buyer registered. */
  readonly recipient: string;
  readonly purpose: string;
  readonly state: NegotiationState;
  /** FINALIZED, paid, and neither its term nor a notice has ended. */
  readonly active: boolean;
  readonly dataset: Pick<DatasetTerms, 'columns' | 'rowKey' | 'rowsPerMemberMax'>;
  /** What one job costs: nothing where the licence's price covers them all. */
  readonly jobPrice: Money;
  readonly privacy: CharterTerms['privacy'];
}

/** Undefined for a licence that is not in the transaction's co-op. */
export async function readJobTerms(tx: Tx, licenceId: string): Promise<JobTerms | undefined> {
  const [row] = await tx.query<Row>(
    `select l.cooperative_id, l.dataset_id, l.buyer_id, b.kind as recipient, l.purpose, l.state,
       l.paid_at, l.valid_until, l.notice_until, d.columns, d.row_key, d.rows_per_member_max, coalesce(o.job_price_minor, 0) as job_price_minor, o.currency,
       (select terms -> 'privacy' from charter where cooperative_id = l.cooperative_id and effective_at <= $2
        order by version desc limit 1) as privacy
     from licence l
     join dataset d on d.cooperative_id = l.cooperative_id and d.id = l.dataset_id
     join offer o on o.cooperative_id = l.cooperative_id and o.id = l.offer_id
     join organization_projection b on b.organization_id = l.buyer_id
     where l.id = $1`,
    [licenceId, tx.now],
  );
  return row && toTerms(licenceId, row, tx.now);
}

interface Row {
  cooperative_id: string;
  dataset_id: string;
  buyer_id: string;
  recipient: string;
  purpose: string;
  state: NegotiationState;
  paid_at: Date | null;
  valid_until: Date | null;
  notice_until: Date | null;
  columns: DatasetTerms['columns'];
  row_key: string[] | null;
  rows_per_member_max: number;
  job_price_minor: string;
  currency: string;
  privacy: CharterTerms['privacy'];
}

function toTerms(licenceId: string, row: Row, now: Date): JobTerms {
  const { state, paid_at: paidAt, valid_until: validUntil, notice_until: noticeUntil } = row;
  return {
    licenceId,
    cooperativeId: row.cooperative_id,
    datasetId: row.dataset_id,
    buyerId: row.buyer_id,
    recipient: row.recipient,
    purpose: row.purpose,
    state,
    active: isActive({ state, paidAt, validUntil, noticeUntil }, now),
    dataset: {
      columns: readColumns(row.columns),
      rowKey: row.row_key,
      rowsPerMemberMax: row.rows_per_member_max,
    },
    jobPrice: { amountMinor: BigInt(row.job_price_minor), currency: row.currency },
    privacy: row.privacy,
  };
}
