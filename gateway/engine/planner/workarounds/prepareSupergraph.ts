import { parse } from 'graphql';
import type { DocumentNode } from 'graphql';
import { DetachedFields } from './detachedFields.js';
import type { Scope } from './detachedFields.js';
import { addVirtualSubgraphs } from './virtualSubgraphs.js';
import { sortKeys } from '../apolloPlanner.js';
import { isHolder } from '../fieldSets.js';
import { Forge } from './syntheticFields.js';
import type { SyntheticField } from './syntheticFields.js';

export interface Prepared {
  document: DocumentNode;
  syntheticFields: ReadonlyMap<string, SyntheticField>;
  /** What a field of a type takes of synthetic fields in a subgraph, by `placeOf`: their paths, names with `/` between. */
  needs: ReadonlyMap<string, ReadonlySet<string>>;
  /** What the planner calls a virtual subgraph, to the name of its subgraph. */
  virtualSubgraphs: ReadonlyMap<string, string>;
  /** Fields that are planned apart. */
  detachedFields: DetachedFields;
  /** Whether nothing had to be changed. */
  isAsItWas: boolean;
}

/** How much is kept from the planner; all of it costs requests. */
export interface Care {
  /** Whether no two requirements may share a synthetic field. */
  readonly apart?: boolean;
  readonly detached: Scope;
}

/**
 * Prepares a supergraph for Apollo's planner, which asks for a field once, whatever arguments each `@requires` gives it and
 * whatever else a client selects of it, and which loses links of chained requirements. So required objects and required fields with arguments are replaced by synthetic fields, and chained requirements are put into
 * virtual subgraphs; `restore` undoes that in a plan.
 *
 * @see gateway/engine/decisions/0001-an-executor-of-our-own.md
 */
export function prepareSupergraph(sdl: string, { apart = false, detached }: Care): Prepared {
  const detachedFields = new DetachedFields(sortKeys(parse(sdl, { noLocation: true })), detached);
  const { document } = detachedFields;
  const forge = new Forge(document, apart);
  const definitions = document.definitions.map((definition) =>
    isHolder(definition) ? forge.rewrite(definition) : definition,
  );
  const forged = {
    ...document,
    definitions: definitions.map((one) => (isHolder(one) ? forge.extend(one) : one)),
  };
  const { document: layered, subgraphs } = addVirtualSubgraphs(forged, forge.syntheticFields);
  const { syntheticFields, needs } = forge;
  const isAsItWas =
    syntheticFields.size + subgraphs.size === 0 &&
    detachedFields.isEmpty &&
    !sdl.includes('resolvable: false');
  return {
    document: layered,
    syntheticFields,
    needs,
    virtualSubgraphs: subgraphs,
    detachedFields,
    isAsItWas,
  };
}
