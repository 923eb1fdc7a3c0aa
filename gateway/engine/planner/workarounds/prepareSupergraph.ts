import { Kind, parse, visit } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';
import { Doors } from './detachedFields.js';
import type { Scope } from './detachedFields.js';
import { addVirtualSubgraphs } from './virtualSubgraphs.js';
import { argumentOf } from '../joins.js';
import { isHolder } from '../requirements.js';
import type { Holder } from '../requirements.js';
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
  doors: Doors;
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
 * Readies a supergraph for the planner, which has blind spots: it may choose a key that its subgraph cannot resolve if
 * that one is written first, it asks for a field once, whatever arguments each `@requires` gives it and whatever else a
 * client asks of it, and it loses links of chained requirements. So resolvable keys are sorted before the others,
 * required objects and required fields with arguments are replaced by synthetic fields, and chained requirements are put into
 * virtual subgraphs; `restore` undoes that in a plan.
 *
 * @see gateway/engine/decisions/0001-an-executor-of-our-own.md
 */
export function prepareSupergraph(sdl: string, { apart = false, detached }: Care): Prepared {
  const doors = new Doors(parse(sdl, { noLocation: true }), detached);
  const { document } = doors;
  const forge = new Forge(document, apart);
  const definitions = document.definitions.map((definition) =>
    isHolder(definition) ? forge.rewrite(sortKeys(definition)) : definition,
  );
  const forged = {
    ...document,
    definitions: definitions.map((one) => (isHolder(one) ? forge.extend(one) : one)),
  };
  const { document: layered, subgraphs } = addVirtualSubgraphs(forged, forge.syntheticFields);
  const { syntheticFields, needs } = forge;
  const isAsItWas =
    syntheticFields.size + subgraphs.size === 0 && doors.isEmpty && !sdl.includes('resolvable: false');
  return { document: layered, syntheticFields, needs, virtualSubgraphs: subgraphs, doors, isAsItWas };
}

function sortKeys<T extends Holder>(definition: T): T {
  const unresolvable = (node: ConstDirectiveNode): boolean => {
    const value = argumentOf(node, 'resolvable');
    return node.name.value === 'join__type' && value?.kind === Kind.BOOLEAN && !value.value;
  };
  const directives = definition.directives ?? [];
  if (!directives.some(unresolvable)) return definition;
  const sorted = [...directives.filter((one) => !unresolvable(one)), ...directives.filter(unresolvable)];
  return { ...definition, directives: sorted };
}

/** The labels of progressive overrides in a supergraph. */
export function overrideLabels(document: DocumentNode): string[] {
  const labels = new Set<string>();
  visit(document, {
    Directive(node) {
      const label = argumentOf(node as ConstDirectiveNode, 'overrideLabel');
      if (label?.kind === Kind.STRING) labels.add(label.value);
    },
  });
  return [...labels];
}
