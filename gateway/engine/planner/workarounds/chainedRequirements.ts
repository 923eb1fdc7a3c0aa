import { Kind } from 'graphql';
import type {
  ConstDirectiveNode,
  DefinitionNode,
  DocumentNode,
  FieldDefinitionNode,
  SelectionSetNode,
  UnionTypeDefinitionNode,
} from 'graphql';
import { fieldSet, isHolder, namedType } from '../fieldSets.js';
import type { Holder } from '../fieldSets.js';
import { textOf } from '../joins.js';

/** One `@requires`: a field of a type in one subgraph, and the fields that it requires. */
export interface Requirement {
  readonly type: string;
  readonly field: string;
  /** The subgraph's name in the supergraph's enum. */
  readonly graph: string;
  readonly set: SelectionSetNode;
}

/** A requirement in a chain of them. One that requires fields without requirements has rank 1, the next rank 2. */
export interface Link extends Requirement {
  readonly rank: number;
  /** Whether the field gives objects, and no leaves. */
  readonly isObject: boolean;
}

export function requirementOf(
  type: string,
  field: FieldDefinitionNode,
  node: ConstDirectiveNode,
): Requirement | undefined {
  const text = node.name.value === 'join__field' ? textOf(node, 'requires') : undefined;
  const graph = textOf(node, 'graph');
  const set = text === undefined ? undefined : fieldSet(text);
  if (graph === undefined || !set) return undefined;
  return { type, field: field.name.value, graph, set };
}

function isComposite(node: DefinitionNode): node is Holder | UnionTypeDefinitionNode {
  return isHolder(node) || node.kind === Kind.UNION_TYPE_DEFINITION;
}

/** The types with fields of one supergraph, and how they belong together. */
export class Holders {
  private readonly byName = new Map<string, Holder>();
  private readonly kin = new Map<string, Set<string>>();

  constructor(document: DocumentNode) {
    for (const holder of document.definitions.filter(isHolder)) {
      this.byName.set(holder.name.value, holder);
      for (const { name } of holder.interfaces ?? []) {
        this.relate(holder.name.value, name.value);
        this.relate(name.value, holder.name.value);
      }
    }
  }

  /** Calls for each field of a set, with the type that it is asked of. */
  walk(type: string, set: SelectionSetNode, see: (type: string, field: string) => void): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.walk(selection.typeCondition?.name.value ?? type, selection.selectionSet, see);
      } else if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        see(type, name);
        const field = this.byName.get(type)?.fields?.find((one) => one.name.value === name);
        if (field && selection.selectionSet) this.walk(namedType(field.type), selection.selectionSet, see);
      }
    }
  }

  /** The type, what it implements and what implements it: whoever may answer what is asked of it. */
  familyOf(type: string): readonly string[] {
    return [type, ...(this.kin.get(type) ?? [])];
  }

  private relate(one: string, other: string): void {
    this.kin.set(one, (this.kin.get(one) ?? new Set()).add(other));
  }
}

/** The requirements that name a field with requirements of its own, and the requirements of such fields. */
export function chainedRequirements(document: DocumentNode): Link[] {
  const holders = new Holders(document);
  const byField = new Map<string, Requirement[]>();
  const all: Requirement[] = [];
  const composite = new Set(document.definitions.filter(isComposite).map(({ name }) => name.value));
  const objects = new Set<Requirement>();
  for (const holder of document.definitions.filter(isHolder)) {
    for (const field of holder.fields ?? []) {
      for (const node of field.directives ?? []) {
        const requirement = requirementOf(holder.name.value, field, node);
        if (!requirement) continue;
        all.push(requirement);
        if (composite.has(namedType(field.type))) objects.add(requirement);
        const key = `${requirement.type}.${requirement.field}`;
        byField.set(key, [...(byField.get(key) ?? []), requirement]);
      }
    }
  }
  const needsOf = ({ type, set }: Requirement): Requirement[] => {
    const needed: Requirement[] = [];
    holders.walk(type, set, (on, field) => {
      for (const one of holders.familyOf(on)) needed.push(...(byField.get(`${one}.${field}`) ?? []));
    });
    return needed;
  };
  const ranks = new Map<Requirement, number>();
  const rankOf = (requirement: Requirement): number => {
    const known = ranks.get(requirement);
    if (known !== undefined) return known;
    // A circle does not compose; here it only must end.
    ranks.set(requirement, 0);
    const rank = 1 + Math.max(0, ...needsOf(requirement).map(rankOf));
    ranks.set(requirement, rank);
    return rank;
  };
  const needed = new Set(all.flatMap(needsOf));
  return all
    .filter((one) => needed.has(one) || rankOf(one) > 1)
    .map((one) => ({ ...one, rank: rankOf(one), isObject: objects.has(one) }));
}
