import type { Tx } from '../../kit/store/tx.js';
import type { Elector, Electorate } from '../domain/electorate.js';
import { ElectorateRow } from './electorateRow.js';

/** @returns false if the electorate of that proposal was fixed before. */
export async function insertElectorate(
  tx: Tx,
  cooperativeId: string,
  id: string,
  proposalId: string,
  { root, size, members }: Electorate,
): Promise<boolean> {
  const written = await tx.query(
    `insert into electorate (cooperative_id, id, proposal_id, root, size, members, fixed_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (cooperative_id, proposal_id) do nothing returning id`,
    [cooperativeId, id, proposalId, root, size, JSON.stringify(members), tx.now],
  );
  return written.length === 1;
}

/** Who may vote on a proposal; nobody while that is not fixed. */
export async function electorsFor(tx: Tx, cooperativeId: string, proposalId: string): Promise<Elector[]> {
  const row = await tx.manager.findOneBy(ElectorateRow, { cooperativeId, proposalId });
  return row?.members ?? [];
}
