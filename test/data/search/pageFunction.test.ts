import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { MIGRATIONS } from '../../../subgraphs/data/store/migrations/index.js';
import { ORDERINGS } from '../../../subgraphs/data/store/search/ordering.js';
import { pageFunction } from '../../../subgraphs/data/store/search/pageFunction.js';

/** The newest migration that makes the functions, and the digest of what it makes. */
const MADE_BY = 'CatalogueRareTerms1700000000311';
const DIGEST = '4235fe8c8eba5cafa6fb1a16162d5e4063795795bfda0dddbe8ded913fc488dd';

describe('the functions that read pages of the catalogue', () => {
  it('are those that the newest migration has made, so that no database has older ones', () => {
    expect(MIGRATIONS.map(({ name }) => name)).toContain(MADE_BY);
    const texts = [ORDERINGS.TITLE, ORDERINGS.NEWEST, ORDERINGS.RECORDS].map(pageFunction);
    const digest = createHash('sha256').update(texts.join('\n')).digest('hex');
    // Whoever changes them writes a migration that makes them anew, and pins both here.
    expect(digest).toBe(DIGEST);
  });
});
