import { Kind, parse, visit } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';
import { Doors } from './doors.js';
import type { Scope } from './doors.js';
import { layerSupergraph } from './layers.js';
import { argumentOf } from './joins.js';
import { isHolder } from './requirements.js';
import type { Holder } from './requirements.js';
import { Forge } from './standIns.js';
import type { StandIn } from './standIns.js';

export interface Prepared {
  document: DocumentNode;
  standIns: ReadonlyMap<string, StandIn>;
  /** What a field of a type takes of stand-ins in a subgraph, by `placeOf`: their paths, names with `/` between. */
  needs: ReadonlyMap<string, ReadonlySet<string>>;
  /** What the planner calls a layer, to the name of its subgraph. */
  layers: ReadonlyMap<string, string>;
  /** Fields that are planned apart. */
  doors: Doors;
  /** Whether nothing had to be changed. */
  isAsItWas: boolean;
}

/** How much is kept from the planner; all of it costs requests. */
export interface Care {
  /** Whether no two requirements may share a stand-in. */
  readonly apart?: boolean;
  readonly detached: Scope;
}

/**
 * Readies a supergraph for the planner, which has blind spots: it may choose a key that its subgraph cannot resolve if
 * that one is written first, it asks for a field once, whatever arguments each `@requires` gives it and whatever else a
 * client asks of it, and it loses links of chained requirements. So resolvable keys are sorted before the others,
 * required objects and required fields with arguments are replaced by stand-ins, and chained requirements are put into
 * layers; `restore` undoes that in a plan.
 *
 * @see gateway/execution/decisions/0001-an-executor-of-our-own.md
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
  const { document: layered, subgraphs } = layerSupergraph(forged, forge.standIns);
  const { standIns, needs } = forge;
  const isAsItWas =
    standIns.size + subgraphs.size === 0 && doors.isEmpty && !sdl.includes('resolvable: false');
  return { document: layered, standIns, needs, layers: subgraphs, doors, isAsItWas };
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
