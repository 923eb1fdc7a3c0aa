import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { reactionsOf } from '../../../subgraphs/data/reactions/index.js';
import { reactions as governanceReactions } from '../../../subgraphs/governance/reactions/index.js';
import type { Entry } from '../../../subgraphs/kit/contracts/entry.js';
import type { Reaction } from '../../../subgraphs/kit/journal/reaction.js';
import type { ServiceName } from '../../../subgraphs/kit/contracts/serviceNames.js';
import { reactionsOf as membershipReactions } from '../../../subgraphs/membership/reactions/index.js';
import { reactions as payoutsReactions } from '../../../subgraphs/payouts/reactions/index.js';
import { ENTRIES, ENTRIES_OF } from '../../support/entries.js';
import { contractsNamedIn, sourcesOf } from '../../support/entryUses.js';
import { entriesPage } from '../../support/entriesPage.js';

const PAGE = new URL('../../../docs/reference/entries.md', import.meta.url);

/** What each service hears. None of its ports is touched while the list is made. */
const HEARD: Record<ServiceName, readonly Reaction[]> = {
  membership: membershipReactions({} as never),
  governance: governanceReactions,
  data: reactionsOf({} as never),
  payouts: payoutsReactions({} as never, {} as never),
};
const SERVICES = Object.keys(ENTRIES_OF) as ServiceName[];
const nameOf = ({ writer, type }: Entry) => `${writer}.${type}`;

describe('the entries of the journals', () => {
  it.each(SERVICES)('stand under their own names and in the file of %s, which writes them', (service) => {
    const named = Object.entries<Entry>(ENTRIES_OF[service]);
    expect(named.map(([name]) => name)).toEqual(named.map(([, { type }]) => type));
    expect(new Set(named.map(([, { writer }]) => writer))).toEqual(new Set([service]));
  });

  it.each(SERVICES)('of %s are written by its use cases, every one of them', (service) => {
    const written = sourcesOf(service)
      .filter(({ room }) => room !== 'schema')
      .flatMap(({ text }) => contractsNamedIn(text, service));
    expect(new Set(written)).toEqual(new Set(Object.keys(ENTRIES_OF[service])));
  });

  it.each(SERVICES)('of others are named in %s by its reactions alone', (service) => {
    const elsewhere = sourcesOf(service)
      .filter(({ room }) => room !== 'reactions')
      .flatMap(({ path, text }) =>
        SERVICES.filter((other) => other !== service)
          .flatMap((other) => contractsNamedIn(text, other))
          .map((name) => `${path}: ${name}`),
      );
    expect(elsewhere).toEqual([]);
  });

  it.each(SERVICES)(
    'that %s reacts to are other services’, and each of its reactions reads fields that they have',
    (service) => {
      for (const { to, reads } of HEARD[service]) {
        expect(to.writer).not.toBe(service);
        expect(Object.keys(to.private.shape)).toEqual(expect.arrayContaining([...reads]));
        expect(ENTRIES.map(nameOf)).toContain(nameOf(to));
      }
    },
  );

  it('are listed for people as they stand', () => {
    const page = entriesPage(ENTRIES, HEARD);
    if (process.env.UPDATE_README) writeFileSync(PAGE, page);
    expect(readFileSync(PAGE, 'utf8')).toBe(page);
  });
});
