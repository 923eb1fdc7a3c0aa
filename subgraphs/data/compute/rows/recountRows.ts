import type { Tx } from '../../../kit/store/tx.js';
import { firstKeyCount, queueRowKeys } from '../../store/rowKeyStore.js';
import { saveFresh, verificationsOf } from '../../store/verificationStore.js';
import { contributionsToRecount, datasetOf, holdContribution } from '../../store/waitingRowsStore.js';
import { stateVerification } from './stateVerification.js';
import type { VerifyPorts } from './verifyRows.js';

const BATCH_MAX = 200;

/**
 * Counts contributions anew whose repeats have changed, since rows with their keys have come before them or gone: what was
 * opened once is not opened again for it.
 *
 * @returns how many were.
 */
export async function recountRows(ports: VerifyPorts): Promise<number> {
  const stale = await ports.store.transaction({ reader: 'rows' }, (tx) =>
    contributionsToRecount(tx, BATCH_MAX),
  );
  let done = 0;
  for (const { cooperativeId: cooperative, id } of stale) {
    try {
      await ports.store.transaction({ cooperative }, (tx) => recount(tx, ports, id));
      done += 1;
    } catch (error) {
      ports.logger.error(
        { err: error, contribution: id },
        'rows could not be counted anew; it is tried again',
      );
    }
  }
  return done;
}

async function recount(tx: Tx, { statements }: VerifyPorts, id: string): Promise<void> {
  const datasetId = await datasetOf(tx, id);
  if (datasetId === null) return;
  await queueRowKeys(tx, [datasetId]);
  const held = await holdContribution(tx, id);
  const stated = (await verificationsOf(tx, [id])).get(id)?.statement;
  const counted = held && stated ? await firstKeyCount(tx, id) : 0;
  // Over by now, or as it was.
  if (!held || !stated || counted === stated.rows.counted) return saveFresh(tx, id);
  const rows = { ...stated.rows, repeated: stated.rows.valid - counted, counted };
  await stateVerification(tx, statements, held, { readable: true, rows, revision: stated.revision + 1 });
}
