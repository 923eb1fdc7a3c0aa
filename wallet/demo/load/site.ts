import type { Endpoint, Person } from '../endpoint.js';
import type { Wallets } from '../wallets.js';
import type { DemoMember } from '../world/people.js';
import type { DemoCooperative } from '../world/world.js';
import type { Progress } from './progress.js';

/** Requests under way at a time: enough to keep two cores busy, few enough that none waits long. */
export const CONCURRENCY = 8;

/** What every step of the load works with. */
export interface Site {
  readonly endpoint: Endpoint;
  readonly wallets: Wallets;
  readonly progress: Progress;
  readonly operator: Person;
  /** Signed-in organisations, by handle. */
  readonly organizations: ReadonlyMap<string, Organization>;
  /** Members who have signed in during this load, by handle. */
  readonly present: Map<string, Person>;
}

export interface Organization extends Person {
  readonly id: string;
}

/** A demo co-op that exists. */
export interface Founded extends DemoCooperative {
  readonly id: string;
  readonly foundedAt: Date;
  readonly founder: Person;
  /** It was there before this load began, so parts of what follows may be too. */
  readonly resumed: boolean;
}

/** One whose members are admitted. */
export interface Peopled extends Founded {
  /** Ids of the members, by handle. */
  readonly memberIds: ReadonlyMap<string, string>;
}

export interface Published extends Peopled {
  readonly dataset: string;
  /** Ids of the published offers, in the order of the spec. */
  readonly offers: readonly string[];
}

export interface Licensed extends Published {
  readonly licence: string;
}

export function keyOf(wallets: Wallets, { handle, cooperative }: DemoMember) {
  return wallets.member(handle).signingKey(cooperative);
}
