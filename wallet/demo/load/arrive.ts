import type { Person } from '../endpoint.js';
import type { DemoMember } from '../world/people.js';
import { keyOf, type Site } from './site.js';

/** Signs in those of them who have not come before, and returns all in their order. */
export async function arrive(
  { endpoint, wallets, present }: Site,
  members: readonly DemoMember[],
): Promise<Person[]> {
  const newcomers = members.filter(({ handle }) => !present.has(handle));
  const people = await endpoint.signInAll(newcomers.map((member) => keyOf(wallets, member)));
  newcomers.forEach(({ handle }, index) => present.set(handle, people[index]!));
  return members.map(({ handle }) => present.get(handle)!);
}
