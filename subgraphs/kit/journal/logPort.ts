/** A leaf of a service's log, as a reader sees it. */
export interface LogEntry {
  service: string;
  cooperative: string;
  entryId: string;
  /** Index of the leaf in the log of this service and co-op. */
  index: bigint;
  type: string;
  actorRole: string;
  recordedAt: Date;
  /** Lowercase hex SHA-256 of the leaf. */
  leafHash: string;
  /** The public part: what the leaf hash commits to. */
  leaf: Record<string, unknown>;
  /** The private part with its salts, for those entitled to it; otherwise null. */
  opening: { values: Record<string, unknown>; salts: Record<string, string> } | null;
}

export interface LogPage {
  entries: LogEntry[];
  hasNextPage: boolean;
}

export interface LogQuery {
  cooperative: string;
  type?: string;
  /** Only entries about this member; answered for the entitled only. */
  subject?: string;
  /** Entries that stand after this one in the log, by its id. */
  after?: string;
  /** 1 to 100. */
  first: number;
}

export interface Checkpoint {
  origin: string;
  size: bigint;
  /** Base64 of the Merkle tree hash. */
  root: string;
  /** The C2SP signed note whose body is the checkpoint. */
  note: string;
  recordedAt: Date;
}

/** Hashes are base64, from the leaf upwards (RFC 6962 §2.1.1). */
export interface InclusionProof {
  index: bigint;
  size: bigint;
  leafHash: string;
  hashes: string[];
  checkpoint: Checkpoint;
}

export interface ConsistencyProof {
  from: bigint;
  to: bigint;
  hashes: string[];
}

/** Which hashes of a log, or which of its leaves: C2SP tlog-tiles. */
export interface TileQuery {
  cooperative: string;
  /** 0 to 7; a hash of level `n` is that of a complete subtree of 256^n leaves. */
  level: number;
  /** Of the tile within its level. */
  index: bigint;
  /** Hashes in it, from its first one; 1 to 256. */
  width: number;
}

/** A log of this service, and who may be believed when they speak of it. */
export interface NamedLog {
  cooperative: string;
  origin: string;
  /** C2SP vkey. */
  verifierKey: string;
}

/** What the passport of such a query is bound to. */
export function logQueryBody(query: LogQuery): { query: string; variables: Record<string, unknown> } {
  const { cooperative, type = null, subject = null, after = null, first } = query;
  return { query: 'log.entries', variables: { cooperative, type, subject, after, first } };
}

/**
 * The public side of one service's journal: the transparency logs, one a co-op.
 * `passport` says who is asking, so that the service can judge who may see openings; it is bound to the query.
 */
export interface LogPort {
  /**
   * In the order of the log; an entry that the sequencer has not placed yet is not listed.
   *
   * @throws BAD_USER_INPUT where nothing stands after `after` since the log does not hold it.
   */
  entries(query: LogQuery, passport: string): Promise<LogPage>;
  checkpoint(cooperative: string): Promise<Checkpoint | null>;
  /** @throws NOT_FOUND for an index that the log does not hold yet. */
  inclusionProof(cooperative: string, index: bigint): Promise<InclusionProof>;
  /** @throws BAD_USER_INPUT unless 0 < from ≤ to ≤ size. */
  consistencyProof(cooperative: string, from: bigint, to: bigint): Promise<ConsistencyProof>;
  /**
   * Hashes of complete subtrees, side by side.
   *
   * @returns base64 of `width` hashes of 32 bytes.
   * @throws NOT_FOUND unless the log holds them all.
   */
  tile(query: TileQuery): Promise<string>;
  /**
   * Leaves exactly as they were hashed, `index` × 256 being the first.
   *
   * @throws NOT_FOUND unless the log holds them all.
   */
  leaves(query: Omit<TileQuery, 'level'>): Promise<string[]>;
  /** The logs that have begun, by co-op. */
  logs(after: string, first: number): Promise<NamedLog[]>;
  /** The entry's place, once the sequencer has given it one; used to verify decisions by entry id. */
  locate(entryId: string): Promise<{ cooperative: string; index: bigint; position: bigint } | null>;
  /** The verifier key (C2SP vkey), named as the log is, under which this service signs its checkpoints for a co-op's log. */
  verifierKey(cooperative: string): Promise<string>;
}
