import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildASTSchema, Kind, parse } from 'graphql';
import type { DefinitionNode, GraphQLSchema } from 'graphql';
import type { SupergraphFacts } from './planner/planner.js';

/** Characters parsed in one turn of the event loop, in some five milliseconds. */
const TURN_CHARACTERS = 50_000;

/**
 * The schema that clients see. Its text is parsed in pieces, between which others have their turn: that of thousands of
 * types, parsed at once, would hold up every request.
 */
export async function readSchema({
  apiSdl,
  definitionsAt,
}: Pick<SupergraphFacts, 'apiSdl' | 'definitionsAt'>): Promise<GraphQLSchema> {
  const definitions: DefinitionNode[] = [];
  let begun = 0;
  for (const end of [...definitionsAt.slice(1), apiSdl.length]) {
    if (end - begun < TURN_CHARACTERS && end < apiSdl.length) continue;
    if (begun > 0) await nextTurn();
    definitions.push(...parse(apiSdl.slice(begun, end), { noLocation: true }).definitions);
    begun = end;
  }
  return buildASTSchema({ kind: Kind.DOCUMENT, definitions }, { assumeValid: true });
}
