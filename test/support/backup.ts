import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { ComputeKeys } from '../../subgraphs/data/adapters/computeKeys.js';
import { openDatasetKey } from '../../subgraphs/data/adapters/hpke.js';
import { openRecord, openRecordKey } from '../../subgraphs/data/compute/records/openRecord.js';
import { openWrap } from '../../subgraphs/data/domain/epochSeal.js';
import { FileEpochKeys } from '../../subgraphs/data/adapters/fileEpochKeys.js';

/** All that the data service keeps of one member's records, as a backup of its database and blobs would have it. */
export interface Backup {
  did: string;
  dataset: string;
  cid: string;
  sealedKey: string;
  ciphertext: Buffer;
  consent: string;
  purposes: string[];
  expiresAt: string | null;
  keyVersion: number;
  epoch: number;
  sealed: Buffer;
}

export async function backUp(
  databaseUrl: string,
  dataDir: string,
  member: { id: string; did: string },
): Promise<Backup> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Omit<Backup, 'did' | 'ciphertext'> & { cooperative: string }>(
      `select b.cooperative_id as cooperative, b.dataset_id as dataset, b.cid, b.sealed_key as "sealedKey",
         c.id as consent, c.purposes, c.expiry_as_signed as "expiresAt", c.key_version as "keyVersion", w.epoch, w.sealed
       from contribution b
       join consent c on c.member_id = b.member_id and c.dataset_id = b.dataset_id
       join consent_wrap w on w.consent_id = c.id
       where b.member_id = $1`,
      [member.id],
    );
    const { cooperative, ...kept } = rows[0]!;
    return {
      ...kept,
      did: member.did,
      ciphertext: readFileSync(join(dataDir, 'blobs', cooperative, kept.cid)),
    };
  } finally {
    await client.end();
  }
}

/**
 * Opens a backup with every key that rests in an installation, as whoever runs it could.
 *
 * @returns the plaintext.
 * @throws Error when a key that it takes is no more.
 */
export async function openWithEveryKey(dataDir: string, backup: Backup): Promise<string> {
  const epochs = new FileEpochKeys(join(dataDir, 'keys', 'data', 'epochs'));
  const computeKeys = new ComputeKeys(new FileEpochKeys(join(dataDir, 'keys', 'compute')));
  const { consent, epoch, dataset, did, cid } = backup;
  const wrap = openWrap(backup.sealed, await epochs.key(epoch), { consent, epoch });
  const { privateKey } = await computeKeys.pair(backup.keyVersion);
  const datasetKey = await openDatasetKey(wrap, privateKey, backup);
  const recordKey = openRecordKey(Buffer.from(backup.sealedKey, 'base64url'), datasetKey, cid);
  return openRecord(backup.ciphertext, recordKey, dataset, did).toString('utf8');
}
