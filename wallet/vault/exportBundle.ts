import { fromBase64, type Bytes } from '../encoding/bytes.js';
import { WalletError } from '../errors.js';
import { openContribution, type Row } from './contribution.js';

/** One contribution as an export carries it: still sealed, with what its owner needs to open it. */
export interface ExportedContribution {
  readonly id: string;
  readonly dataset: string;
  readonly cid: string;
  readonly sealedKey: string;
  /** Base64 of the ciphertext file. */
  readonly ciphertext: string;
}

export interface OpenedContribution {
  readonly id: string;
  readonly dataset: string;
  readonly rows: readonly Row[];
}

/**
 * Opens what a co-op handed back, in the member's own hands.
 *
 * @param member - the pairwise DID in that co-op.
 * @param datasetKey - gives the member's key for a dataset.
 * @throws EXPORT_INVALID naming the first contribution that does not open, with the reason as its cause.
 */
export async function openExport(
  contributions: readonly ExportedContribution[],
  member: string,
  datasetKey: (dataset: string) => Bytes,
): Promise<readonly OpenedContribution[]> {
  return Promise.all(
    contributions.map(async ({ id, dataset, cid, sealedKey, ciphertext }) => {
      try {
        const sealed = { cid, sealedKey, ciphertext: fromBase64(ciphertext) };
        return {
          id,
          dataset,
          rows: await openContribution({ dataset, member }, sealed, datasetKey(dataset)),
        };
      } catch (cause) {
        throw new WalletError('EXPORT_INVALID', `Contribution ${id} does not open.`, { cause });
      }
    }),
  );
}
