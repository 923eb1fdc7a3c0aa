import { createHash } from 'node:crypto';
import type { SubgraphSchema } from '../../engine/planner/composition.js';
import type { Member, PartnerEntry } from './subgraphStore.js';

/** @param entry - of a partner that has published. */
export function partOf({ name, sdl, url }: PartnerEntry): SubgraphSchema {
  return { name, sdl: sdl!, url };
}

/** What a generation is made of. */
export function membersOf(
  core: readonly SubgraphSchema[],
  partners: readonly PartnerEntry[],
  leftOut: readonly string[] = [],
): Member[] {
  return [
    ...core.map(({ name, sdl }) => ({ name, digest: digestOf(sdl) })),
    ...partners.map(({ name, sdl, prefix, url, tellsPseudonym }) => ({
      name,
      digest: digestOf(sdl!),
      partner: { name, prefix, url, tellsPseudonym },
      ...(leftOut.includes(name) && { leftOut: true }),
    })),
  ];
}

/** Whether the same schemas, of the same partners, were composed or left out. */
export function isSame(stored: readonly Member[], present: readonly Member[]): boolean {
  const key = ({ name, digest, partner }: Member): string =>
    JSON.stringify([name, digest, partner?.prefix, partner?.url, partner?.tellsPseudonym]);
  const [a, b] = [stored, present].map((members) => members.map(key).sort());
  return JSON.stringify(a) === JSON.stringify(b);
}

function digestOf(sdl: string): string {
  return createHash('sha256').update(sdl).digest('hex');
}
