import type { Tx } from '../../kit/store/tx.js';
import type { Holder } from '../domain/holder.js';
import type { Verification, VerificationStatement } from '../domain/verification.js';

/** Keeps or replaces what the worker found of a contribution. */
export async function saveVerification(tx: Tx, verification: Verification): Promise<void> {
  const { cooperativeId, contributionId, datasetId, memberId, statement, signature, key } = verification;
  await tx.query(
    `insert into contribution_verification (cooperative_id, contribution_id, dataset_id, member_id, counted, is_readable,
       statement, signature, key, verified_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (cooperative_id, contribution_id) do update set counted = excluded.counted,
       is_readable = excluded.is_readable, is_stale = false, statement = excluded.statement,
       signature = excluded.signature, key = excluded.key, verified_at = excluded.verified_at`,
    [
      ...[cooperativeId, contributionId, datasetId, memberId, statement.rows.counted, statement.readable],
      ...[JSON.stringify(statement), signature, key, tx.now],
    ],
  );
}

/** What stands is what would be written anew. */
export async function saveFresh(tx: Tx, contributionId: string): Promise<void> {
  await tx.query('update contribution_verification set is_stale = false where contribution_id = $1', [
    contributionId,
  ]);
}

/** Those of these contributions that were verified, by contribution. */
export async function verificationsOf(
  tx: Tx,
  contributionIds: readonly string[],
): Promise<Map<string, Verification>> {
  const rows = await tx.query<Row>(
    `select ${COLUMNS} from contribution_verification v where contribution_id = any($1)`,
    [contributionIds],
  );
  return new Map(rows.map((row) => [row.contribution_id, toVerification(row)]));
}

/** A verification as auditors see it. */
export interface AuditedVerification extends Verification {
  readonly pseudonym: string;
}

/** Of live contributions to a dataset, by their pseudonym and CID, so that their order tells no instant. */
export async function auditedVerifications(
  tx: Tx,
  datasetId: string,
  after: readonly [pseudonym: string, cid: string] | null,
  limit: number,
): Promise<AuditedVerification[]> {
  const rows = await tx.query<Row & { pseudonym: string }>(
    `select ${COLUMNS}, p.pseudonym from contribution_verification v
     join contribution c on c.cooperative_id = v.cooperative_id and c.id = v.contribution_id and c.sealed_key is not null
     join audit_pseudonym p on p.cooperative_id = v.cooperative_id and p.member_id = v.member_id
     where v.dataset_id = $1 and ($2::text is null or (p.pseudonym, c.cid) > ($2, $3))
     order by p.pseudonym, c.cid limit $4`,
    [datasetId, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows.map((row) => ({ ...toVerification(row), pseudonym: row.pseudonym }));
}

/** The member has a name for auditors from here on, drawn once. */
export async function drawPseudonym(
  tx: Tx,
  { cooperativeId, memberId }: Holder,
  drawn: string,
): Promise<void> {
  await tx.query(
    'insert into audit_pseudonym (cooperative_id, member_id, pseudonym) values ($1, $2, $3) on conflict do nothing',
    [cooperativeId, memberId, drawn],
  );
}

/** Forgets what was found of a member's rows, and the name under which auditors saw it. */
export async function forgetVerifications(tx: Tx, { cooperativeId, memberId }: Holder): Promise<void> {
  for (const table of ['contribution_verification', 'audit_pseudonym']) {
    await tx.query(`delete from ${table} where cooperative_id = $1 and member_id = $2`, [
      cooperativeId,
      memberId,
    ]);
  }
}

const COLUMNS =
  'v.cooperative_id, v.contribution_id, v.dataset_id, v.member_id, v.statement, v.signature, v.key';

interface Row {
  cooperative_id: string;
  contribution_id: string;
  dataset_id: string;
  member_id: string;
  statement: VerificationStatement;
  signature: string;
  key: string;
}

function toVerification(row: Row): Verification {
  return {
    cooperativeId: row.cooperative_id,
    contributionId: row.contribution_id,
    datasetId: row.dataset_id,
    memberId: row.member_id,
    statement: row.statement,
    signature: row.signature,
    key: row.key,
  };
}
