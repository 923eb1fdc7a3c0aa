import type { Tx } from '../../kit/store/tx.js';
import type { Dividend } from '../domain/dividend.js';
import type { Lines } from '../domain/division.js';
import type { LabelledLeaf, LinedLeaf } from '../domain/linedTree.js';
import type { PayslipLeaf } from '../domain/payslipProof.js';
import { DividendRow } from './dividendRow.js';

/** A dividend as it is written, before it is credited. */
export interface NewDividend {
  id: string;
  accountId: string;
  amountMinor: bigint;
  taxMinor: bigint;
  weight: bigint;
  pseudonym: string;
  salt: string;
  /** Its label in the run's tree, lowercase hex. */
  leaf: string;
  lines: Lines;
}

export async function insertDividends(
  tx: Tx,
  cooperativeId: string,
  runId: string,
  dividends: readonly NewDividend[],
): Promise<void> {
  await tx.query(
    `insert into dividend (cooperative_id, run_id, dividend_id, account_id, amount_minor, tax_minor, weight,
       pseudonym, salt, leaf)
     select $1, $2, * from unnest($3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[],
       $9::text[], $10::text[])`,
    [
      cooperativeId,
      runId,
      dividends.map((dividend) => dividend.id),
      dividends.map((dividend) => dividend.accountId),
      dividends.map((dividend) => dividend.amountMinor.toString()),
      dividends.map((dividend) => dividend.taxMinor.toString()),
      dividends.map((dividend) => dividend.weight.toString()),
      dividends.map((dividend) => dividend.pseudonym),
      dividends.map((dividend) => dividend.salt),
      dividends.map((dividend) => dividend.leaf),
    ],
  );
  const lines = dividends.flatMap(({ id, lines: own }) =>
    [...own].map(([licence, amount]) => ({ id, licence, amount })),
  );
  for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
    const some = lines.slice(from, from + LINES_AT_ONCE);
    await tx.query(
      `insert into dividend_line (cooperative_id, dividend_id, licence_id, amount_minor)
       select $1, * from unnest($2::text[], $3::text[], $4::bigint[])`,
      [
        cooperativeId,
        some.map((line) => line.id),
        some.map((line) => line.licence),
        some.map((line) => line.amount.toString()),
      ],
    );
  }
  await tx.query('insert into entity_home (entity_id, cooperative_id) select *, $2 from unnest($1::text[])', [
    dividends.map((dividend) => dividend.id),
    cooperativeId,
  ]);
}

/** Few enough for one message to the database. */
const LINES_AT_ONCE = 50_000;

/** The leaves of the tree of a run without lines in its proof, in its order: by pseudonym, which says nothing of anybody. */
export async function readLeaves(
  tx: Tx,
  cooperativeId: string,
  runId: string,
): Promise<(PayslipLeaf & { dividendId: string })[]> {
  const rows = await tx.query<{ dividend_id: string; pseudonym: string; amount_minor: string }>(
    `select dividend_id, pseudonym, amount_minor from dividend where cooperative_id = $1 and run_id = $2
     order by pseudonym`,
    [cooperativeId, runId],
  );
  return rows.map((row) => ({
    dividendId: row.dividend_id,
    pseudonym: row.pseudonym,
    amountMinor: BigInt(row.amount_minor),
  }));
}

/** The dividends of a run with their lines, in the order of the dividends' ids. */
export async function readLinedLeaves(
  tx: Tx,
  cooperativeId: string,
  runId: string,
): Promise<(LinedLeaf & { dividendId: string })[]> {
  const dividends = await readLeaves(tx, cooperativeId, runId);
  const lines = await tx.query<{ dividend_id: string; licence_id: string; amount_minor: string }>(
    `select dividend_id, licence_id, l.amount_minor
     from dividend join dividend_line as l using (cooperative_id, dividend_id)
     where cooperative_id = $1 and run_id = $2`,
    [cooperativeId, runId],
  );
  const linesOf = new Map(
    dividends.map(({ dividendId }): [string, Lines] => [dividendId, new Map<string, bigint>()]),
  );
  for (const line of lines) linesOf.get(line.dividend_id)!.set(line.licence_id, BigInt(line.amount_minor));
  return dividends.map((leaf) => ({ ...leaf, lines: linesOf.get(leaf.dividendId)! }));
}

/** The labels of a run's payslips, as its proof has them. */
export async function readPayslipLeaves(
  tx: Tx,
  cooperativeId: string,
  runId: string,
): Promise<LabelledLeaf[]> {
  const rows = await tx.query<{ leaf: string; amount_minor: string }>(
    'select leaf, amount_minor from dividend where cooperative_id = $1 and run_id = $2',
    [cooperativeId, runId],
  );
  return rows.map((row) => ({ label: row.leaf, amountMinor: BigInt(row.amount_minor) }));
}

/** All lines of some licences in a run, under the pseudonyms of their members. */
export async function readLicenceLines(
  tx: Tx,
  cooperativeId: string,
  runId: string,
  licences: readonly string[],
): Promise<{ licenceId: string; pseudonym: string; amountMinor: bigint }[]> {
  const rows = await tx.query<{ licence_id: string; pseudonym: string; amount_minor: string }>(
    `select licence_id, pseudonym, l.amount_minor
     from dividend join dividend_line as l using (cooperative_id, dividend_id)
     where cooperative_id = $1 and run_id = $2 and licence_id = any($3)`,
    [cooperativeId, runId, licences],
  );
  return rows.map((row) => ({
    licenceId: row.licence_id,
    pseudonym: row.pseudonym,
    amountMinor: BigInt(row.amount_minor),
  }));
}

/** A dividend with the member it is for; null once they have been erased. */
export type OwnedDividend = Pick<Dividend, 'id' | 'accountId' | 'amountMinor' | 'taxMinor'> & {
  memberId: string | null;
};

interface UncreditedRow {
  dividend_id: string;
  account_id: string;
  owner_id: string | null;
  amount_minor: string;
  tax_minor: string;
}

/** The next dividends of a run to be credited, in the order of their ids. */
export async function uncredited(
  tx: Tx,
  cooperativeId: string,
  runId: string,
  countMax: number,
): Promise<OwnedDividend[]> {
  const rows = await tx.query<UncreditedRow>(
    `select dividend_id, account_id, owner_id, amount_minor, tax_minor
     from dividend join ledger_account using (cooperative_id, account_id)
     where cooperative_id = $1 and run_id = $2 and credited_at is null order by dividend_id limit $3`,
    [cooperativeId, runId, countMax],
  );
  return rows.map((row) => ({
    id: row.dividend_id,
    accountId: row.account_id,
    memberId: row.owner_id,
    amountMinor: BigInt(row.amount_minor),
    taxMinor: BigInt(row.tax_minor),
  }));
}

export async function markCredited(tx: Tx, cooperativeId: string, ids: readonly string[]): Promise<void> {
  await tx.query('update dividend set credited_at = $3 where cooperative_id = $1 and dividend_id = any($2)', [
    cooperativeId,
    ids,
    tx.now,
  ]);
}

/** Dividends credited to an account, newest first; one more than asked for. */
export async function listDividends(
  tx: Tx,
  cooperativeId: string,
  accountId: string,
  before: string | null,
  countMax: number,
): Promise<Dividend[]> {
  const query = tx.manager
    .createQueryBuilder(DividendRow, 'dividend')
    .where({ cooperativeId, accountId })
    .orderBy('dividend.id', 'DESC')
    .take(countMax);
  if (before) query.andWhere('dividend.id < :before', { before });
  return (await query.getMany()).map(read);
}

export async function findDividends(
  tx: Tx,
  cooperativeId: string,
  ids: readonly string[],
): Promise<Dividend[]> {
  const rows = await tx.manager
    .createQueryBuilder(DividendRow, 'dividend')
    .where({ cooperativeId })
    .andWhere('dividend.id in (:...ids)', { ids })
    .getMany();
  return rows.map(read);
}

export async function readLines(
  tx: Tx,
  cooperativeId: string,
  dividendId: string,
): Promise<{ licenceId: string; amountMinor: bigint }[]> {
  const rows = await tx.query<{ licence_id: string; amount_minor: string }>(
    `select licence_id, amount_minor from dividend_line where cooperative_id = $1 and dividend_id = $2
     order by licence_id`,
    [cooperativeId, dividendId],
  );
  return rows.map((row) => ({ licenceId: row.licence_id, amountMinor: BigInt(row.amount_minor) }));
}

function read(row: DividendRow): Dividend {
  const { cooperativeId, id, runId, accountId, amountMinor, taxMinor, weight, pseudonym, salt } = row;
  const { creditedAt } = row;
  return {
    ...{ cooperativeId, id, runId, accountId, amountMinor, taxMinor, weight, pseudonym, salt, creditedAt },
  };
}
