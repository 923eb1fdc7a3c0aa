import { MemberDataExported } from '../../kit/contracts/entries/data.js';
import { digestOf } from '../../kit/domain/canonical.js';
import { toBase64 } from '../../kit/domain/encoding.js';
import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import { readHeld } from '../../kit/store/heldRecords.js';
import type { HeldPage, HeldRecord } from '../../kit/store/heldRecords.js';
import type { CursorKey } from '../../kit/schema/connection.js';
import type { Tx } from '../../kit/store/tx.js';
import type { Blobs } from '../adapters/blobs.js';
import { consentState } from '../domain/consent.js';
import type { Contribution } from '../domain/contribution.js';
import { crateMetadata } from '../domain/roCrate.js';
import type { JsonObject } from '../../kit/domain/offerPolicy.js';
import { liveContributionsOf } from '../store/contributionStore.js';
import { HELD } from '../store/heldRecords.js';
import type { DataPorts } from './ports.js';
import { requireCooperative } from './requireCharter.js';
import { requireSelf } from './requireSelf.js';

/** An answer holds 8 MiB; base64 makes four bytes of three, and the records beside it need room too. */
const CIPHERTEXT_BYTES_MAX = 3 * 1024 * 1024;
/** A record with its receipt is some 2 KiB. */
export const EXPORT_RECORDS_MAX = 1_000;

/** The list that comes first, of what rests in the vault. */
const CONTRIBUTIONS = 'contributions';

export interface DataExport {
  readonly bundle: JsonObject;
  /** SHA-256 of the bundle's canonical form. */
  readonly digest: string;
  /** List and key of the record after which the next bundle begins; null when this was the last. */
  readonly next: CursorKey | null;
}

export interface ExportRequest {
  readonly cooperativeId: string;
  /** Contributions and other records in one bundle, at most. */
  readonly first: number;
  /** `next` of the bundle before. */
  readonly after: CursorKey | null;
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  contributions: 'Ciphertexts with their sealed keys; the wallet opens them.',
  endedContributions: 'Contributions that were withdrawn or erased: their bytes are gone.',
  consents: 'Consents with their signed receipts.',
  accessLog: 'Every use of the records.',
  verifications: 'What the compute worker counted of each contribution, as it signed it.',
  standings: 'What the data service knows of the membership.',
  answeredRequests: 'Requests that are answered once, each with its first answer.',
};

/** The lists of every bundle, empty ones too. */
const LISTS = [CONTRIBUTIONS, ...HELD.kinds.map(({ kind }) => kind)];

/**
 * Hands a member all that this co-op's data service holds of them, in bundles that fit into one answer each:
 * contributions first, then every other record.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND unless the viewer has a part in that co-op, BAD_USER_INPUT for a bundle of other
 *   than 1 to 1,000 records or a cursor that is not of this list; in this order.
 */
export function exportMyData(ports: Pick<DataPorts, 'store' | 'blobs'>) {
  return async (viewer: Viewer, input: ExportRequest): Promise<DataExport> => {
    const cooperativeId = requireId('coop', input.cooperativeId);
    const member = await requireSelf(viewer, cooperativeId, cooperativeId);
    const { first } = input;
    if (first < 1 || first > EXPORT_RECORDS_MAX) {
      throw COMMON.BAD_USER_INPUT.raise(`first is from 1 to ${EXPORT_RECORDS_MAX}.`, {
        field: 'first',
        first,
      });
    }
    return ports.store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const { contributions, records, next } = await contentsOf(tx, ports.blobs, member, input);
      const bundle = plain({
        'ro-crate-metadata.json': await metadataOf(tx, member),
        ...listed(records, tx.now),
        contributions,
        omitted: HELD.omitted,
        isLast: next === null,
      });
      const digest = digestOf(bundle);
      tx.append(MemberDataExported, {
        cooperative: cooperativeId,
        actorRole: 'MEMBER',
        subject: member.memberId,
        actor: member.did,
        public: { bundle: digest },
        private: { memberId: member.memberId },
      });
      return { bundle, digest, next };
    });
  };
}

async function metadataOf(tx: Tx, member: Standing): Promise<JsonObject> {
  const { name, did } = await requireCooperative(tx, member.cooperativeId);
  return crateMetadata({
    cooperative: did,
    cooperativeName: name,
    member: member.did,
    exportedAt: tx.now,
    files: LISTS.map((list) => ({
      name: list,
      description: DESCRIPTIONS[list] ?? `What the data service holds: ${list}.`,
      encodingFormat: 'application/json',
    })),
  });
}

async function contentsOf(
  tx: Tx,
  blobs: Blobs,
  member: Standing,
  { first, after }: Pick<ExportRequest, 'first' | 'after'>,
) {
  const begins = after === null || after[0] === CONTRIBUTIONS;
  const contributions = begins ? await contributionsOf(tx, blobs, member, first, after) : NO_CONTRIBUTIONS;
  const room = first - contributions.contributions.length;
  if (contributions.next) return { ...contributions, records: [] };
  if (room === 0) return { ...contributions, records: [], next: contributions.last };
  const page: HeldPage = await readHeld(tx, HELD, member, { first: room, after: begins ? null : after });
  return { ...contributions, records: page.records, next: page.next };
}

const NO_CONTRIBUTIONS = { contributions: [], last: null, next: null };

async function contributionsOf(
  tx: Tx,
  blobs: Blobs,
  member: Standing,
  first: number,
  after: CursorKey | null,
) {
  const found = await liveContributionsOf(tx, member, after && String(after[1]), first + 1);
  const taken = fitting(found.slice(0, first));
  const contributions = await Promise.all(taken.map((contribution) => withCiphertext(blobs, contribution)));
  const last: CursorKey | null = taken.length > 0 ? [CONTRIBUTIONS, taken.at(-1)!.id] : after;
  return { contributions, last, next: taken.length < found.length ? last : null };
}

async function withCiphertext(blobs: Blobs, contribution: Contribution) {
  const { cooperativeId, id, datasetId, cid, sealedKey, recordCount, contributedAt } = contribution;
  const bytes = await blobs.get(cooperativeId, cid);
  if (!bytes) throw new Error(`the ciphertext of ${id} is lost`);
  return {
    id,
    dataset: datasetId,
    cid,
    sealedKey,
    recordCount,
    contributedAt,
    ciphertext: toBase64(bytes),
  };
}

/** The first of them, as many as fit into one bundle; one always does. */
function fitting(contributions: readonly Contribution[]): readonly Contribution[] {
  let bytes = 0;
  const over = contributions.findIndex((one) => (bytes += one.ciphertextBytes) > CIPHERTEXT_BYTES_MAX);
  return over < 0 ? contributions : contributions.slice(0, over);
}

/** Records by list; a consent with the state that follows from its instants. */
function listed(records: readonly HeldRecord[], now: Date): Record<string, object[]> {
  const lists = Object.fromEntries(LISTS.map((list): [string, object[]] => [list, []]));
  for (const { kind, record } of records) {
    lists[kind]!.push(kind === 'consents' ? { ...record, state: stateOf(record, now) } : record);
  }
  return lists;
}

function stateOf(record: HeldRecord['record'], now: Date): string {
  const at = (name: string) => (record[name] === null ? null : new Date(record[name] as string));
  const facts = { expiresAt: at('expiresAt'), withdrawnAt: at('withdrawnAt'), erasedAt: at('erasedAt') };
  return consentState(facts, now);
}

/** Instants as text: what is hashed is what travels. */
function plain(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
