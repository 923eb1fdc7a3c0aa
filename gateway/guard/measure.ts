import { Kind } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, SelectionNode, SelectionSetNode } from 'graphql';
import { ERRORS } from '../errors.js';

/** How large a selection set is once its fragments are expanded. */
export interface Measure {
  /** Fields below one another. */
  depth: number;
  /** Fields at its own level. */
  fields: number;
  /** Fields, spreads and inline fragments at all levels. */
  selections: number;
  /** Fields that have selections of their own. */
  objects: number;
  aliases: number;
  directives: number;
}

/** Beyond this every limit is long passed; sums that stay here are exact in a double. */
const ENOUGH = 2 ** 40;

const NOTHING: Measure = { depth: 0, fields: 0, selections: 0, objects: 0, aliases: 0, directives: 0 };

/**
 * Measures each operation of a document as if its fragments were expanded, without expanding them: each fragment
 * is measured once, so the time is linear in the document however often fragments spread one another.
 *
 * Fragments that the document lacks count nothing here; validation refuses them.
 *
 * @returns one measure per operation, in the order of the document.
 * @throws FRAGMENT_CYCLE, also for a cycle that no operation reaches.
 */
export function measureOperations(document: DocumentNode): Measure[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const ruler = new Ruler(fragments);
  for (const name of fragments.keys()) ruler.fragment(name);
  return document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map(({ selectionSet, directives }) =>
      plus(ruler.set(selectionSet), { directives: directives?.length ?? 0 }),
    );
}

class Ruler {
  private readonly measured = new Map<string, Measure>();
  private readonly underWay = new Set<string>();

  constructor(private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>) {}

  fragment(name: string): Measure {
    const known = this.measured.get(name);
    if (known) return known;
    const definition = this.fragments.get(name);
    if (!definition) return NOTHING;
    if (this.underWay.has(name)) {
      throw ERRORS.FRAGMENT_CYCLE.raise('A fragment spreads itself.', { fragment: name });
    }
    this.underWay.add(name);
    const measure = this.set(definition.selectionSet);
    this.underWay.delete(name);
    this.measured.set(name, measure);
    return measure;
  }

  set({ selections }: SelectionSetNode): Measure {
    return selections.reduce((sum, selection) => plus(sum, this.selection(selection)), NOTHING);
  }

  private selection(node: SelectionNode): Measure {
    const own = { selections: 1, directives: node.directives?.length ?? 0 };
    switch (node.kind) {
      case Kind.FIELD: {
        const below = node.selectionSet ? this.set(node.selectionSet) : NOTHING;
        const field = { ...below, depth: below.depth + 1, fields: 1 };
        return plus(field, { ...own, objects: node.selectionSet ? 1 : 0, aliases: node.alias ? 1 : 0 });
      }
      case Kind.INLINE_FRAGMENT:
        return plus(this.set(node.selectionSet), own);
      case Kind.FRAGMENT_SPREAD:
        return plus(this.fragment(node.name.value), own);
    }
  }
}

function plus(a: Measure, b: Partial<Measure>): Measure {
  const sum = (name: keyof Measure): number => Math.min(ENOUGH, a[name] + (b[name] ?? 0));
  return {
    depth: Math.max(a.depth, b.depth ?? 0),
    fields: sum('fields'),
    selections: sum('selections'),
    objects: sum('objects'),
    aliases: sum('aliases'),
    directives: sum('directives'),
  };
}
