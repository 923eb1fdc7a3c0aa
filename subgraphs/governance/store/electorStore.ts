import type { Tx } from '../../kit/store/tx.js';
import { ElectorRow } from './electorRow.js';

/** Postgres takes 65,535 parameters a statement; a row has six. */
const INSERT_ROWS_MAX = 5_000;

export type NewElector = Pick<ElectorRow, 'memberId' | 'did' | 'leafHash' | 'pseudonym'>;

/** Writes the electorate of a proposal in tree order. */
export async function insertElectorate(
  tx: Tx,
  cooperativeId: string,
  proposalId: string,
  electors: readonly NewElector[],
): Promise<void> {
  const rows = electors.map((elector, place) => ({ ...elector, cooperativeId, proposalId, place }));
  for (let start = 0; start < rows.length; start += INSERT_ROWS_MAX) {
    await tx.manager.insert(ElectorRow, rows.slice(start, start + INSERT_ROWS_MAX));
  }
}

export function findElector(
  tx: Tx,
  cooperativeId: string,
  proposalId: string,
  memberId: string,
): Promise<ElectorRow | null> {
  return tx.manager.findOneBy(ElectorRow, { cooperativeId, proposalId, memberId });
}

export function electorsOf(tx: Tx, cooperativeId: string, proposalId: string): Promise<ElectorRow[]> {
  return tx.manager.find(ElectorRow, { where: { cooperativeId, proposalId }, order: { place: 'ASC' } });
}

/** Writes whose ballot counted for whom. @param counted - place of the elector → place of the ballot. */
export async function saveCounted(
  tx: Tx,
  cooperativeId: string,
  proposalId: string,
  counted: ReadonlyMap<number, number>,
): Promise<void> {
  await tx.query(
    `update elector e set counted_place = c.ballot from unnest($3::int[], $4::int[]) as c(elector, ballot)
     where e.cooperative_id = $1 and e.proposal_id = $2 and e.place = c.elector`,
    [cooperativeId, proposalId, [...counted.keys()], [...counted.values()]],
  );
}
