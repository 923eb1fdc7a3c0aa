import type { Tx } from '../../kit/store/tx.js';
import { assertNext, runState } from '../domain/run.js';
import type { DividendRun, RunState } from '../domain/run.js';
import type { LicenceRoot } from '../domain/linedTree.js';
import { DividendRunRow } from './dividendRunRow.js';

/** A run as its snapshot begins it. */
export type NewRun = Omit<
  DividendRun,
  'state' | 'proofRoot' | 'proofVersion' | 'allocatedAt' | 'postedAt' | 'closedAt'
>;

/** A member's part in the snapshot of a run. */
export interface RunMember {
  accountId: string;
  /** Null once the person has been erased. */
  memberId: string | null;
  weight: bigint;
}

export interface RunUse {
  accountId: string;
  licenceId: string;
  weight: bigint;
}

export async function findRun(tx: Tx, cooperativeId: string, id: string): Promise<DividendRun | undefined> {
  const row = await tx.manager.findOne(DividendRunRow, { where: { cooperativeId, id } });
  return row ? read(row) : undefined;
}

/** The run, taken by this process alone; undefined when another works on it. */
export async function takeRun(tx: Tx, cooperativeId: string, id: string): Promise<DividendRun | undefined> {
  const taken = await tx.query(
    'select from dividend_run where cooperative_id = $1 and run_id = $2 for no key update skip locked',
    [cooperativeId, id],
  );
  return taken.length > 0 ? findRun(tx, cooperativeId, id) : undefined;
}

/** Runs, of any co-op, that are not closed yet. In a scope of the runner. */
export function unfinishedRuns(tx: Tx, countMax: number): Promise<{ cooperativeId: string; id: string }[]> {
  return tx.query(
    `select cooperative_id as "cooperativeId", run_id as id from dividend_run
     where closed_at is null order by run_id limit $1`,
    [countMax],
  );
}

export async function hasUnfinishedRun(tx: Tx, cooperativeId: string): Promise<boolean> {
  const found = await tx.query('select from dividend_run where cooperative_id = $1 and closed_at is null', [
    cooperativeId,
  ]);
  return found.length > 0;
}

const REACHED_AT = { ALLOCATED: 'allocated_at', POSTED: 'posted_at', CLOSED: 'closed_at' } as const;

/** Writes that a run, which this process has taken, has come to its next state. */
export async function advanceRun(
  tx: Tx,
  run: Pick<DividendRun, 'cooperativeId' | 'id' | 'state'>,
  next: Exclude<RunState, 'SNAPSHOTTED'>,
): Promise<void> {
  assertNext(run, next);
  await tx.query(
    `update dividend_run set ${REACHED_AT[next]} = $3 where cooperative_id = $1 and run_id = $2`,
    [run.cooperativeId, run.id, tx.now],
  );
}

/** Fixes what a run's proofs are checked against from here on: a root, and one for each licence. */
export async function writeRoots(
  tx: Tx,
  { cooperativeId, id }: Pick<DividendRun, 'cooperativeId' | 'id'>,
  root: string,
  licences: ReadonlyMap<string, LicenceRoot>,
): Promise<void> {
  await tx.query(
    `update dividend_run set proof_root = $3, proof_version = $4 where cooperative_id = $1 and run_id = $2`,
    [cooperativeId, id, root, PROOF_VERSION],
  );
  await tx.query(
    `insert into run_column (cooperative_id, run_id, licence_id, part_minor, proof_root)
     select $1, $2, * from unnest($3::text[], $4::bigint[], $5::text[])
     on conflict (cooperative_id, run_id, licence_id) do update set proof_root = excluded.proof_root`,
    [
      cooperativeId,
      id,
      [...licences.keys()],
      [...licences.values()].map(({ partMinor }) => partMinor.toString()),
      [...licences.values()].map(({ root: of }) => of),
    ],
  );
}

const PROOF_VERSION = 2;

/** Runs of a co-op, newest first; one more than asked for. */
export async function listRuns(
  tx: Tx,
  cooperativeId: string,
  before: string | null,
  countMax: number,
): Promise<DividendRun[]> {
  const query = tx.manager
    .createQueryBuilder(DividendRunRow, 'run')
    .where({ cooperativeId })
    .orderBy('run.id', 'DESC')
    .take(countMax);
  if (before) query.andWhere('run.id < :before', { before });
  return (await query.getMany()).map(read);
}

/** The money of a run, by licence. */
export interface RunMoney {
  /** Below zero where credits exceeded it. */
  revenueByLicence: ReadonlyMap<string, bigint>;
  /** What is divided of each licence's, above zero. */
  columns: ReadonlyMap<string, bigint>;
}

/** Writes a run with all that its snapshot holds. */
export async function insertRun(
  tx: Tx,
  run: NewRun,
  members: readonly RunMember[],
  uses: readonly RunUse[],
  { revenueByLicence, columns }: RunMoney,
): Promise<void> {
  const { cooperativeId, id } = run;
  await tx.manager.insert(DividendRunRow, run);
  await tx.register(id, cooperativeId);
  await tx.query(
    `insert into run_licence (cooperative_id, run_id, licence_id, revenue_minor)
     select $1, $2, * from unnest($3::text[], $4::bigint[])`,
    [cooperativeId, id, [...revenueByLicence.keys()], [...revenueByLicence.values()].map(String)],
  );
  await tx.query(
    `insert into run_column (cooperative_id, run_id, licence_id, part_minor)
     select $1, $2, * from unnest($3::text[], $4::bigint[])`,
    [cooperativeId, id, [...columns.keys()], [...columns.values()].map(String)],
  );
  await tx.query(
    `insert into run_member (cooperative_id, run_id, account_id, member_id, weight)
     select $1, $2, * from unnest($3::text[], $4::text[], $5::bigint[])`,
    [
      cooperativeId,
      id,
      members.map((member) => member.accountId),
      members.map((member) => member.memberId),
      members.map((member) => member.weight.toString()),
    ],
  );
  await tx.query(
    `insert into run_use (cooperative_id, run_id, account_id, licence_id, weight)
     select $1, $2, * from unnest($3::text[], $4::text[], $5::bigint[])`,
    [
      cooperativeId,
      id,
      uses.map((use) => use.accountId),
      uses.map((use) => use.licenceId),
      uses.map((use) => use.weight.toString()),
    ],
  );
}

export async function readRunMembers(tx: Tx, cooperativeId: string, runId: string): Promise<RunMember[]> {
  const rows = await tx.query<{ account_id: string; member_id: string | null; weight: string }>(
    'select account_id, member_id, weight from run_member where cooperative_id = $1 and run_id = $2',
    [cooperativeId, runId],
  );
  return rows.map((row) => ({
    accountId: row.account_id,
    memberId: row.member_id,
    weight: BigInt(row.weight),
  }));
}

export async function readRunUses(tx: Tx, cooperativeId: string, runId: string): Promise<RunUse[]> {
  const rows = await tx.query<{ account_id: string; licence_id: string; weight: string }>(
    'select account_id, licence_id, weight from run_use where cooperative_id = $1 and run_id = $2',
    [cooperativeId, runId],
  );
  return rows.map((row) => ({
    accountId: row.account_id,
    licenceId: row.licence_id,
    weight: BigInt(row.weight),
  }));
}

export async function readRunRevenue(
  tx: Tx,
  cooperativeId: string,
  runId: string,
): Promise<Map<string, bigint>> {
  const rows = await tx.query<{ licence_id: string; revenue_minor: string }>(
    'select licence_id, revenue_minor from run_licence where cooperative_id = $1 and run_id = $2',
    [cooperativeId, runId],
  );
  return new Map(rows.map((row) => [row.licence_id, BigInt(row.revenue_minor)]));
}

/** What is divided by licence, with the roots over its lines once they are fixed. None of a run from before they were kept. */
export async function readRunColumns(
  tx: Tx,
  cooperativeId: string,
  runId: string,
): Promise<{ licenceId: string; partMinor: bigint; root: string | null }[]> {
  const rows = await tx.query<{ licence_id: string; part_minor: string; proof_root: string | null }>(
    'select licence_id, part_minor, proof_root from run_column where cooperative_id = $1 and run_id = $2',
    [cooperativeId, runId],
  );
  return rows.map((row) => ({
    licenceId: row.licence_id,
    partMinor: BigInt(row.part_minor),
    root: row.proof_root,
  }));
}

function read(row: DividendRunRow): DividendRun {
  return {
    cooperativeId: row.cooperativeId,
    id: row.id,
    state: runState(row),
    from: row.from,
    until: row.until,
    currency: row.currency,
    policyVersion: row.policyVersion,
    basis: row.basis,
    reserveBp: row.reserveBp,
    commonsBp: row.commonsBp,
    reinvestBp: row.reinvestBp,
    withholdingTaxBp: row.withholdingTaxBp,
    revenueMinor: row.revenueMinor,
    costsMinor: row.costsMinor,
    reserveMinor: row.reserveMinor,
    commonsMinor: row.commonsMinor,
    reinvestedMinor: row.reinvestedMinor,
    poolMinor: row.poolMinor,
    fromReserveMinor: row.fromReserveMinor,
    recoveredMinor: row.recoveredMinor,
    deficitAfterMinor: row.deficitAfterMinor,
    undividedBeforeMinor: row.undividedBeforeMinor,
    undividedAfterMinor: row.undividedAfterMinor,
    memberCount: row.memberCount,
    proofRoot: row.proofRoot,
    proofVersion: row.proofVersion,
    snapshotAt: row.snapshotAt,
    allocatedAt: row.allocatedAt,
    postedAt: row.postedAt,
    closedAt: row.closedAt,
  };
}
