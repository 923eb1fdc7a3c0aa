import { drivers } from './drivers.js';
import { growers } from './growers.js';
import { patients } from './patients.js';
import { membersOf, type DemoMember } from './people.js';
import type { CooperativeSpec } from './spec.js';

export interface DemoCooperative {
  readonly spec: CooperativeSpec;
  readonly members: readonly DemoMember[];
}

/** The three co-ops with their people: the same ones at every start. */
export function demoWorld(): DemoCooperative[] {
  return [drivers, growers, patients].map((spec) => ({ spec, members: membersOf(spec) }));
}
