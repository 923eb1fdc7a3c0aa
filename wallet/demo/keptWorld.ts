import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { demoFolder, type Wallets } from './wallets.js';
import type { Licensed, Site } from './load/site.js';
import { keyOf } from './load/site.js';
import { OPERATOR, organizations } from './world/organizations.js';

/** Somebody of the demo as `token --list` shows them. */
export interface Listed {
  /** What `token --as` takes. */
  readonly name: string;
  readonly displayName: string;
  readonly kind: 'MEMBER' | 'BUYER' | 'REGULATOR' | 'OPERATOR';
  /** Slug of the co-op; null for who belongs to none. */
  readonly cooperative: string | null;
  readonly roles: readonly string[];
  readonly id: string | null;
  readonly did: string;
}

/** Ids of a whole demo world: what people and tests need to find their way, and no secret. */
export interface KeptWorld {
  readonly cooperatives: readonly {
    readonly slug: string;
    readonly id: string;
    readonly dataset: string;
    readonly offers: readonly string[];
    readonly licence: string;
  }[];
  readonly people: readonly Listed[];
}

export function describeWorld(
  { wallets, organizations: signedIn }: Site,
  cooperatives: readonly Licensed[],
): KeptWorld {
  const members = cooperatives.flatMap(({ members: people, memberIds }) =>
    people.map((member): Listed => ({
      name: member.handle,
      displayName: member.name,
      kind: 'MEMBER',
      cooperative: member.cooperative,
      roles: member.office ? ['MEMBER', member.office] : ['MEMBER'],
      id: memberIds.get(member.handle)!,
      did: keyOf(wallets, member).did,
    })),
  );
  const outside = organizations.map(({ handle, name, kind }): Listed => {
    const { id, key } = signedIn.get(handle)!;
    return { name: handle, displayName: name, kind, cooperative: null, roles: [kind], id, did: key.did };
  });
  return {
    cooperatives: cooperatives.map(({ spec, id, dataset, offers, licence }) => {
      return { slug: spec.slug, id, dataset, offers, licence };
    }),
    people: [operatorOf(wallets), ...outside, ...members],
  };
}

/** The demo world as it was kept once it was whole; undefined before. */
export function keptWorld(dataDir: string): KeptWorld | undefined {
  try {
    return JSON.parse(readFileSync(pathOf(dataDir), 'utf8')) as KeptWorld;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** In one step, so that a half-written file is never taken for a whole world. */
export function keepWorld(dataDir: string, world: KeptWorld): void {
  const path = pathOf(dataDir);
  writeFileSync(`${path}.new`, `${JSON.stringify(world, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

function operatorOf({ operator }: Wallets): Listed {
  return {
    name: OPERATOR,
    displayName: 'Operator of this installation',
    kind: 'OPERATOR',
    cooperative: null,
    roles: ['OPERATOR'],
    id: null,
    did: operator.did,
  };
}

function pathOf(dataDir: string): string {
  return join(demoFolder(dataDir), 'world.json');
}
