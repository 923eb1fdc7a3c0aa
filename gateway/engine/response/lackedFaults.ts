import { Kind } from 'graphql';
import type { SelectionSetNode } from 'graphql';
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { Position } from '../plan/position.js';
import type { TypeFacts } from '../plan/typeFacts.js';
import type { Fault, FaultMap } from '../execute/faults.js';
import { inheritedBelow, isObject, itemsOf, tupleAt, typenameOf } from '../execute/tuple.js';
import type { Tuple } from '../execute/tuple.js';

/** One object, as its sources have it. */
export interface Held {
  readonly position: Position;
  readonly tuple: Tuple;
  readonly typename: string;
}

/** A field of an object, and the key under which its answer is. */
interface Asked {
  readonly name: string;
  readonly key: string;
}

/**
 * Finds the errors of required fields: the subgraph got null for a field that failed, and no place of the client's
 * operation shows that.
 *
 * @see https://spec.graphql.org/October2021/#sec-Handling-Field-Errors
 */
export class LackedFaults {
  constructor(
    private readonly types: TypeFacts,
    private readonly faults: FaultMap,
  ) {}

  /** @param isShown - whether the client asks for a key of the object itself, and so sees what is wrong with it. */
  of(held: Held, { name, key }: Asked, isShown: (key: string) => boolean): Fault[] {
    const { position, tuple, typename } = held;
    return position.sources.flatMap(({ step, within }, source): Fault[] => {
      // Representations were sent by the steps that complete these objects, not by those that lead to others.
      if (within !== undefined || !step.requires || !isObject(tuple[source])) return [];
      if (!position.selects(source, key, typename, this.types)) return [];
      const set = this.types.requirement(step.subgraph, typename, name);
      return set ? this.within(held, set, step.requires, isShown) : [];
    });
  }

  private within(
    held: Held,
    set: SelectionSetNode,
    sent: readonly QueryPlanSelectionNode[],
    isShown: (key: string) => boolean,
  ): Fault[] {
    return set.selections.flatMap((node): Fault[] => {
      if (node.kind === Kind.FRAGMENT_SPREAD) return [];
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const on = node.typeCondition?.name.value;
        const holds = on === undefined || this.types.meetsAsInterface(held.typename, on);
        return holds ? this.within(held, node.selectionSet, sent, isShown) : [];
      }
      const name = node.name.value;
      const found = fieldIn(sent, name);
      const key = found?.alias ?? name;
      if (isShown(key)) return [];
      const own = held.tuple.flatMap((holder) => this.faults.at(holder, key));
      const behind = this.of(held, { name, key }, isShown);
      const { selectionSet } = node;
      const below = selectionSet
        ? this.below(held, key, (object) => this.within(object, selectionSet, found?.selections ?? [], never))
        : [];
      return [...own, ...behind, ...below];
    });
  }

  private below({ position, tuple }: Held, key: string, look: (held: Held) => Fault[]): Fault[] {
    const child = position.child(key);
    const visit = (values: Tuple): Fault[] => {
      const items = itemsOf(values);
      if (items) {
        const own = values.flatMap((list) => items.flatMap((_, index) => this.faults.at(list, index)));
        return [...own, ...items.flatMap(visit)];
      }
      const object = tupleAt(child, values);
      const typename = typenameOf(object, (name) => this.types.isObject(name));
      return values.some(isObject) ? look({ position: child, tuple: object, typename: typename ?? '' }) : [];
    };
    return visit(inheritedBelow(child, tuple, key));
  }
}

function never(): boolean {
  return false;
}

function fieldIn(
  selections: readonly QueryPlanSelectionNode[],
  name: string,
): Extract<QueryPlanSelectionNode, { kind: 'Field' }> | undefined {
  for (const node of selections) {
    if (node.kind === 'Field' && node.name === name) return node;
    const found = node.kind === 'InlineFragment' ? fieldIn(node.selections, name) : undefined;
    if (found) return found;
  }
  return undefined;
}
