import type { LogPort } from '../../kit/journal/logPort.js';
import type { Store } from '../../kit/store/store.js';
import type { JsonObject } from '../../kit/domain/offerPolicy.js';
import type { Blobs } from '../adapters/blobs.js';
import type { EpochKeys } from '../adapters/epochKeys.js';

/** Signs what this service states in its own name. */
export interface Signer {
  /** DID of the data service. */
  readonly did: string;
  /** A W3C credential about a subject, secured with `eddsa-jcs-2022`. */
  credential(type: string, id: string, subject: JsonObject, at: Date): Record<string, unknown>;
  /** The document with a Data Integrity proof by `eddsa-jcs-2022`. */
  secure(document: JsonObject, at: Date): JsonObject;
}

/** How decisions of the members are read and believed. */
export interface Governance {
  log(): LogPort;
  /**
   * The pinned key (C2SP vkey) of governance's log for a co-op, under the name that its heads bear.
   *
   * @param note - a head that may be one of that log.
   * @returns undefined while the key is not known here.
   */
  verifierKey(cooperativeId: string, note: string): string | undefined;
}

/** What the use cases of this service are given. */
export interface DataPorts {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly epochKeys: EpochKeys;
  readonly signer: Signer;
  readonly governance: Governance;
}
