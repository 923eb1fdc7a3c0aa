import type { GraphQLFormattedError } from 'graphql';
import { ERRORS } from '../errors.js';
import { NOT_FACTS } from '../transport/subgraphError.js';

/**
 * An error of a subgraph whose codes are not ours, for whoever runs the engine on a supergraph of their own: its
 * message and its extensions pass, but for those by which servers steer one another.
 */
export function foreignError({
  message,
  path,
  extensions = {},
}: GraphQLFormattedError): GraphQLFormattedError {
  const { code, retry } = ERRORS.SUBGRAPH_ERROR;
  const facts = Object.entries(extensions).filter(([name]) => !NOT_FACTS.has(name));
  const own = Object.fromEntries(facts);
  return {
    message,
    ...(path && { path }),
    extensions: { ...own, code: typeof own.code === 'string' ? own.code : code, retry },
  };
}
