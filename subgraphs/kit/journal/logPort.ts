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
  /** The entry's place, once the sequencer has given it one; used to verify decisions by entry id. */
  locate(entryId: string): Promise<{ cooperative: string; index: bigint; position: bigint } | null>;
  /** The verifier key (C2SP vkey) under which this service signs its checkpoints for a co-op's log. */
  verifierKey(cooperative: string): Promise<string>;
}
