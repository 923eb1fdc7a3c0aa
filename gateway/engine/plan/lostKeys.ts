import { Kind } from 'graphql';
import type { SelectionNode } from 'graphql';
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { Fault, FaultMap } from '../execute/faults.js';
import { inheritedBelow, isObject, itemsOf, readKey, tupleAt } from '../execute/tuple.js';
import type { Tuple } from '../execute/tuple.js';
import type { Position } from './position.js';
import type { Step } from './steps.js';
import type { TypeFacts } from './typeFacts.js';

/**
 * Finds what failed of the keys that a step would send. A null that stands for a failure is not the value of a key: a
 * subgraph that is sent it answers for another entity, or for none.
 */
export class LostKeys {
  /** By type: the fields that the subgraph is sent because its own fields need them; these may be null. */
  private readonly required = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly step: Step,
    private readonly position: Position,
    private readonly types: TypeFacts,
  ) {}

  /** @returns the faults of the keys of an object; none if its keys are whole. */
  of(tuple: Tuple, typename: string, faults: FaultMap): Fault[] {
    const required = this.requiredOf(typename);
    const isKey = (name: string): boolean => !required.has(name);
    return this.within(this.step.requires ?? [], { position: this.position, tuple, typename }, faults, isKey);
  }

  private within(
    selections: readonly QueryPlanSelectionNode[],
    held: { position: Position; tuple: Tuple; typename: string | undefined },
    faults: FaultMap,
    isKey: (name: string) => boolean = () => true,
  ): Fault[] {
    return selections.flatMap((node): Fault[] => {
      if (node.kind === 'InlineFragment') {
        const { typeCondition: on } = node;
        const { typename } = held;
        const holds = on === undefined || typename === undefined || this.types.meetsAsInterface(typename, on);
        return holds ? this.within(node.selections, held, faults, isKey) : [];
      }
      if (!isKey(node.name)) return [];
      const key = node.alias ?? node.name;
      const { position, tuple } = held;
      if ((readKey(tuple, key) ?? null) === null) return tuple.flatMap((holder) => faults.at(holder, key));
      return node.selections ? this.below(node.selections, position.child(key), tuple, key, faults) : [];
    });
  }

  private below(
    selections: readonly QueryPlanSelectionNode[],
    position: Position,
    tuple: Tuple,
    key: string,
    faults: FaultMap,
  ): Fault[] {
    const visit = (values: Tuple): Fault[] => {
      const items = itemsOf(values);
      if (items) {
        const own = values.flatMap((list) => items.flatMap((_, index) => faults.at(list, index)));
        return [...own, ...items.flatMap(visit)];
      }
      if (!values.some(isObject)) return [];
      return this.within(
        selections,
        { position, tuple: tupleAt(position, values), typename: undefined },
        faults,
      );
    };
    return visit(inheritedBelow(position, tuple, key));
  }

  private requiredOf(typename: string): ReadonlySet<string> {
    const known = this.required.get(typename);
    if (known) return known;
    const names = new Set<string>();
    for (const field of this.fieldsFor(typename, this.step.selections)) {
      const set = this.types.requirement(this.step.subgraph, typename, field);
      for (const node of set?.selections ?? []) if (node.kind === Kind.FIELD) names.add(node.name.value);
    }
    this.required.set(typename, names);
    return names;
  }

  private fieldsFor(typename: string, selections: readonly SelectionNode[]): string[] {
    return selections.flatMap((node): string[] => {
      if (node.kind === Kind.FIELD) return [node.name.value];
      if (node.kind === Kind.FRAGMENT_SPREAD) return [];
      const on = node.typeCondition?.name.value;
      const holds = on === undefined || this.types.meetsAsInterface(typename, on);
      return holds ? this.fieldsFor(typename, node.selectionSet.selections) : [];
    });
  }
}
