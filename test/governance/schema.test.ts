import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { buildSubgraph } from '../../subgraphs/kit/schema/build.js';
import { references } from '../../subgraphs/governance/schema/references.js';
import { resolvers } from '../../subgraphs/governance/schema/resolvers.js';

describe('the schema of governance', () => {
  it('classifies every field, and names what the public outline names', async () => {
    const { sdl } = await buildSubgraph({ resolvers, references });
    for (const name of ['type TallyRound', 'type TallyEvidence', 'type Electorate', 'type ProposalOption']) {
      expect(sdl).toContain(`${name} `);
    }
  });
});
