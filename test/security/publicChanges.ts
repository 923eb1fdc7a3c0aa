import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { PublicChanges } from '../../subgraphs/kit/journal/publicChanges.js';
import { PUBLIC_CHANGES as DATA } from '../../subgraphs/data/schema/publicChanges.js';
import { PUBLIC_CHANGES as GOVERNANCE } from '../../subgraphs/governance/schema/publicChanges.js';
import { PUBLIC_CHANGES as MEMBERSHIP } from '../../subgraphs/membership/schema/publicChanges.js';
import { PUBLIC_CHANGES as PAYOUTS } from '../../subgraphs/payouts/schema/publicChanges.js';
import { SERVICES } from '../support/installation.js';
import type { Service } from '../support/installation.js';
import type { PolicyWorld } from '../support/policyWorld.js';

const CHANGES: Record<Service, PublicChanges> = {
  membership: MEMBERSHIP,
  governance: GOVERNANCE,
  data: DATA,
  payouts: PAYOUTS,
};

/** A type of entry that nobody classified empties, each time, all that is kept of what its service made public. */
export function describePublicChanges(given: () => PolicyWorld): void {
  describe('what is public', () => {
    it.each(SERVICES)(
      'is told apart from all else in every type of entry that %s has journalled',
      async (service) => {
        const owner = new pg.Client({ connectionString: given().installation.databaseUrl(service) });
        await owner.connect();
        try {
          const { rows } = await owner.query<{ type: string }>('select distinct type from journal_entry');
          expect(rows.length).toBeGreaterThan(5);
          expect(rows.map(({ type }) => type).filter((type) => !(type in CHANGES[service]))).toEqual([]);
        } finally {
          await owner.end();
        }
      },
    );
  });
}
