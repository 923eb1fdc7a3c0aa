import { createHash } from 'node:crypto';
import { newId } from '../../kit/domain/ids.js';
import type { Tx } from '../../kit/store/tx.js';

/** What came back to the account of somebody who was erased. */
export interface Unclaimed {
  cooperativeId: string;
  id: string;
  accountId: string;
  amountMinor: bigint;
  currency: string;
}

/** What stands for a DID that is forgotten: whoever holds its key can show that it is theirs. 32 bytes, lowercase hex. */
export function claimDigest(cooperativeId: string, did: string): string {
  return createHash('sha256').update(['claim/v1', cooperativeId, did].join('\0'), 'utf8').digest('hex');
}

/** Keeps who may claim what comes back to the accounts of a member, before they are forgotten. */
export async function keepClaims(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  did: string,
): Promise<void> {
  await tx.query(
    `insert into account_claim (cooperative_id, account_id, digest)
     select cooperative_id, account_id, decode($3, 'hex') from ledger_account
     where cooperative_id = $1 and owner_id = $2 and code = 'liabilities:member' on conflict do nothing`,
    [cooperativeId, memberId, claimDigest(cooperativeId, did)],
  );
}

export async function insertUnclaimed(tx: Tx, unclaimed: Omit<Unclaimed, 'id'>): Promise<string> {
  const id = newId('ucl');
  const { cooperativeId, accountId, amountMinor, currency } = unclaimed;
  await tx.query(
    `insert into unclaimed (cooperative_id, unclaimed_id, account_id, amount_minor, currency, since)
     values ($1, $2, $3, $4, $5, $6)`,
    [cooperativeId, id, accountId, amountMinor.toString(), currency, tx.now],
  );
  return id;
}

interface UnclaimedRow {
  unclaimed_id: string;
  account_id: string;
  amount_minor: string;
  currency: string;
}

/** What whoever holds that DID may claim, locked. */
export async function lockClaimable(tx: Tx, cooperativeId: string, digest: string): Promise<Unclaimed[]> {
  const rows = await tx.query<UnclaimedRow>(
    `select unclaimed_id, account_id, amount_minor, currency
     from unclaimed join account_claim using (cooperative_id, account_id)
     where cooperative_id = $1 and digest = decode($2, 'hex') and ended_at is null
     order by unclaimed_id for update of unclaimed`,
    [cooperativeId, digest],
  );
  return rows.map((row) => read(cooperativeId, row));
}

/** What has waited since before an instant, of any co-op. In a scope of the forfeiter. */
export function overdueUnclaimed(
  tx: Tx,
  since: Date,
  countMax: number,
): Promise<{ cooperativeId: string; id: string }[]> {
  return tx.query(
    `select cooperative_id as "cooperativeId", unclaimed_id as id from unclaimed
     where ended_at is null and since <= $1 order by since limit $2`,
    [since, countMax],
  );
}

/** Takes one to be forfeited; undefined where it was claimed, or another process has it. */
export async function takeUnclaimed(
  tx: Tx,
  cooperativeId: string,
  id: string,
): Promise<Unclaimed | undefined> {
  const [row] = await tx.query<UnclaimedRow>(
    `select unclaimed_id, account_id, amount_minor, currency from unclaimed
     where cooperative_id = $1 and unclaimed_id = $2 and ended_at is null for update skip locked`,
    [cooperativeId, id],
  );
  return row && read(cooperativeId, row);
}

export async function endUnclaimed(
  tx: Tx,
  { cooperativeId, id }: Unclaimed,
  as: 'CLAIMED' | 'FORFEITED',
): Promise<void> {
  await tx.query(
    'update unclaimed set ended_at = $3, ended_as = $4 where cooperative_id = $1 and unclaimed_id = $2',
    [cooperativeId, id, tx.now, as],
  );
}

function read(cooperativeId: string, row: UnclaimedRow): Unclaimed {
  return {
    cooperativeId,
    id: row.unclaimed_id,
    accountId: row.account_id,
    amountMinor: BigInt(row.amount_minor),
    currency: row.currency,
  };
}
