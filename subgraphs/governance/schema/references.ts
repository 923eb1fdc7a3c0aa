import type { ReferenceResolver } from '../../kit/schema/build.js';
import { toCharterType } from './charter.type.js';
import { loadCharter, loadProposal } from './context.js';
import { cooperativeStub, memberStub } from './stubs.type.js';
import { toProposalType } from './toProposalType.js';

/** Entities by the keys that other subgraphs hold. Co-ops and members are membership's: here they are their ids. */
export const references: Record<string, ReferenceResolver> = {
  Charter: async ({ id }, context) => {
    const charter = await loadCharter(context, String(id));
    return charter && toCharterType(charter);
  },
  Proposal: async ({ id }, context) => {
    const proposal = await loadProposal(context, String(id));
    return proposal && toProposalType(proposal);
  },
  Cooperative: ({ id }) => cooperativeStub(String(id)),
  Member: ({ id }) => memberStub(String(id)),
};
