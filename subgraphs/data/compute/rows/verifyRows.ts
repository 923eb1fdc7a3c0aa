import { randomBytes } from 'node:crypto';
import type { Logger } from '../../../kit/observability/logger.js';
import type { Store } from '../../../kit/store/store.js';
import type { Tx } from '../../../kit/store/tx.js';
import { rowCounts, rowJudge } from '../../domain/judgedRows.js';
import type { Judged } from '../../domain/judgedRows.js';
import { rowKeyHash } from '../../domain/rowKey.js';
import type { Blobs } from '../../adapters/blobs.js';
import type { WorkerStatements } from '../../adapters/workerStatements.js';
import { newestKey } from '../../store/computeKeyStore.js';
import { newestEpoch } from '../../store/epochStore.js';
import { shareOpenedWrap } from '../../store/heldWrapStore.js';
import { firstKeyCount, insertRowKeys, markLaterStale, queueRowKeys } from '../../store/rowKeyStore.js';
import { drawPseudonym, verificationsOf } from '../../store/verificationStore.js';
import {
  contributionsToVerify,
  datasetOf,
  holdContribution,
  saveVerifyTried,
} from '../../store/waitingRowsStore.js';
import type { HeldContribution, WaitingContribution } from '../../store/waitingRowsStore.js';
import { readContribution } from '../records/readContribution.js';
import { RETRY_MS } from '../wraps/openWraps.js';
import { tryWrap, type WrapPorts } from '../wraps/tryWrap.js';
import { stateVerification } from './stateVerification.js';

export interface VerifyPorts extends WrapPorts {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly statements: WorkerStatements;
  readonly logger: Logger;
}

/** Looked into in one round: each holds up to 128 KiB. */
const BATCH_MAX = 50;
const PSEUDONYM_BYTES = 16;

/**
 * Looks once into each contribution of members whose consent has opened: judges its rows by the dataset's schema, keeps the
 * keyed hashes of their keys, and states the counts. One transaction a contribution; who takes a consent or a contribution
 * back at the same moment comes before or after.
 *
 * @returns how many were looked into.
 */
export async function verifyRows(ports: VerifyPorts, batchMax = BATCH_MAX): Promise<number> {
  const { store, logger } = ports;
  const waiting = await store.transaction({ reader: 'rows' }, (tx) =>
    contributionsToVerify(tx, RETRY_MS, batchMax),
  );
  let seen = 0;
  for (const contribution of waiting) {
    const { cooperativeId: cooperative, id } = contribution;
    const isSeen = await store
      .transaction({ cooperative }, (tx) => verifyOne(tx, ports, contribution))
      .catch(async (error: unknown) => {
        logger.error(
          { err: error, contribution: id },
          'a contribution could not be looked into; it is tried again',
        );
        await store.transaction({ cooperative }, (tx) => saveVerifyTried(tx, id));
        return true;
      });
    if (isSeen) seen += 1;
  }
  return seen;
}

/** Locks in the order in which a release locks: consents before contributions. False when either is over by now. */
async function verifyOne(
  tx: Tx,
  ports: VerifyPorts,
  { id, consentId }: WaitingContribution,
): Promise<boolean> {
  const wrap = await shareOpenedWrap(tx, consentId!);
  const datasetId = await datasetOf(tx, id);
  if (!wrap || datasetId === null) return false;
  await queueRowKeys(tx, [datasetId]);
  const held = await holdContribution(tx, id);
  const before = (await verificationsOf(tx, [id])).get(id);
  if (!held || before?.statement.readable) return false;
  const current = { epoch: (await newestEpoch(tx))!.epoch, keyVersion: (await newestKey(tx))!.version };
  const attempt = await tryWrap(ports, wrap, current);
  if (attempt.kind !== 'OPENED') throw new Error(`a wrap that has opened is ${attempt.kind} now`);
  try {
    const rows =
      held.did === null
        ? null
        : await readContribution(ports.blobs, { ...held, did: held.did }, attempt.datasetKey);
    if (rows === 'ABSENT') throw new Error('the ciphertext is not there');
    await keep(tx, ports, held, rows, (before?.statement.revision ?? 0) + 1);
  } finally {
    attempt.datasetKey.fill(0);
  }
  return true;
}

async function keep(
  tx: Tx,
  ports: VerifyPorts,
  held: HeldContribution,
  rows: readonly unknown[] | null,
  revision: number,
): Promise<void> {
  const judge = rowJudge(held, held.recordCount);
  const judged = (rows ?? []).map(judge);
  const counted = held.rowKey
    ? await keepKeys(tx, ports, { ...held, rowKey: held.rowKey }, rows ?? [], judged)
    : judged.filter((one) => one === 'VALID').length;
  await drawPseudonym(tx, held, randomBytes(PSEUDONYM_BYTES).toString('base64url'));
  await stateVerification(tx, ports.statements, held, {
    readable: rows !== null,
    rows: rowCounts(judged, counted),
    revision,
  });
}

/** Keeps which keys the contribution has; answers how many of them no earlier one has. */
async function keepKeys(
  tx: Tx,
  { statements }: VerifyPorts,
  held: HeldContribution & { readonly rowKey: readonly string[] },
  rows: readonly unknown[],
  judged: readonly Judged[],
): Promise<number> {
  const hashOf = rowKeyHash(held.columns, held.rowKey, statements.rowSecret(held.datasetId));
  const first = new Map<string, { hash: Buffer; rowAt: number }>();
  for (const [rowAt, row] of rows.entries()) {
    if (judged[rowAt] !== 'VALID') continue;
    const hash = hashOf(row as Readonly<Record<string, unknown>>);
    const name = hash.toString('base64');
    if (!first.has(name)) first.set(name, { hash, rowAt });
  }
  await insertRowKeys(tx, held, [...first.values()]);
  await markLaterStale(tx, [held.id]);
  return firstKeyCount(tx, held.id);
}
