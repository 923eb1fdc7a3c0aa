import { ContributionVerified } from '../../../kit/contracts/entries/data.js';
import type { Tx } from '../../../kit/store/tx.js';
import { verificationBytes, verificationStatement } from '../../domain/verification.js';
import type { VerificationStatement } from '../../domain/verification.js';
import type { WorkerStatements } from '../../adapters/workerStatements.js';
import { saveVerification } from '../../store/verificationStore.js';
import type { HeldContribution } from '../../store/waitingRowsStore.js';

/** Signs, keeps and journals what was found of a contribution. */
export async function stateVerification(
  tx: Tx,
  statements: WorkerStatements,
  { cooperativeId, id: contributionId, datasetId, memberId, cid }: HeldContribution,
  found: Pick<VerificationStatement, 'readable' | 'rows' | 'revision'>,
): Promise<void> {
  const statement = verificationStatement({ dataset: datasetId, cid, ...found }, tx.now);
  const { signature, key } = statements.sign(verificationBytes(statement));
  await saveVerification(tx, {
    cooperativeId,
    contributionId,
    datasetId,
    memberId,
    statement,
    signature,
    key,
  });
  tx.append(ContributionVerified, {
    cooperative: cooperativeId,
    actorRole: 'SERVICE',
    subject: memberId,
    private: {
      ...{ contribution: contributionId, dataset: datasetId, memberId, cid },
      ...{ readable: found.readable, rows: found.rows, revision: found.revision, signature, key },
    },
  });
}
