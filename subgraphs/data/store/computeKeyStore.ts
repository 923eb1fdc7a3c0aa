import type { Tx } from '../../kit/store/tx.js';

/** A public key (X25519) of the compute worker, to which members wrap their dataset keys. */
export interface PublishedKey {
  readonly version: number;
  /** Unpadded base64url of 32 bytes. */
  readonly publicKey: string;
  readonly publishedAt: Date;
}

/** The key that wallets wrap to now; undefined before the first is published. */
export async function newestKey(tx: Tx): Promise<PublishedKey | undefined> {
  const [key] = await tx.query<PublishedKey>(
    `select version, public_key as "publicKey", published_at as "publishedAt" from compute_key
     order by version desc limit 1`,
  );
  return key;
}

/** A version that is published already stays as it is. */
export async function insertKey(tx: Tx, version: number, publicKey: string): Promise<void> {
  await tx.query(
    'insert into compute_key (version, public_key, published_at) values ($1, $2, $3) on conflict do nothing',
    [version, publicKey, tx.now],
  );
}

export async function versionsBelow(tx: Tx, version: number): Promise<number[]> {
  const older = await tx.query<{ version: number }>('select version from compute_key where version < $1', [
    version,
  ]);
  return older.map((key) => key.version);
}

/** A key that is published already stays as it is. */
export async function insertStatementKey(tx: Tx, key: string): Promise<void> {
  await tx.query('insert into statement_key (key, published_at) values ($1, $2) on conflict do nothing', [
    key,
    tx.now,
  ]);
}

/** By which the worker's statements are checked, the newest first. */
export async function statementKeys(tx: Tx, limit: number): Promise<string[]> {
  const keys = await tx.query<{ key: string }>(
    'select key from statement_key order by published_at desc, key limit $1',
    [limit],
  );
  return keys.map(({ key }) => key);
}
