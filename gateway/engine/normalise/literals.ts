import type { FetchNode, QueryPlan } from '@apollo/query-planner';
import { BREAK, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type { ArgumentNode, ASTNode, ConstValueNode } from 'graphql';
import { mapFetches } from '../planner/mapFetches.js';
import type { Selection } from './selection.js';
import type { NormalizedOperation } from './normalizeOperation.js';

/** What an operation says in numbers that a double would change, by where it says it. */
interface Literals {
  /** By the key of a field, which is its own where it has arguments. */
  readonly given: ReadonlyMap<string, readonly ArgumentNode[]>;
  /** By the name of a variable, its default. */
  readonly defaults: ReadonlyMap<string, ConstValueNode>;
}

/** Puts numbers back into a plan as the client wrote them: the planner reads each as a double. */
export function restoreLiterals(plan: QueryPlan, normalized: NormalizedOperation): QueryPlan {
  const literals = literalsOf(normalized);
  if (literals.given.size + literals.defaults.size === 0) return plan;
  return mapFetches(plan, (fetch) => restored(fetch, literals));
}

function literalsOf({ operation, selections }: NormalizedOperation): Literals {
  const given = new Map<string, readonly ArgumentNode[]>();
  const collect = (some: readonly Selection[]): void => {
    for (const selection of some) {
      if (selection.kind === 'field' && selection.arguments.some(isInexact))
        given.set(selection.key, selection.arguments);
      collect(selection.selections ?? []);
    }
  };
  collect(selections);
  const defaults = new Map<string, ConstValueNode>();
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue && isInexact(defaultValue)) defaults.set(variable.name.value, defaultValue);
  }
  return { given, defaults };
}

function isInexact(node: ASTNode): boolean {
  let found = false;
  const look = ({ value }: { readonly value: string }) => {
    found ||= String(Number(value)) !== value;
    return found ? BREAK : undefined;
  };
  visit(node, { IntValue: look, FloatValue: look });
  return found;
}

function restored(fetch: FetchNode, { given, defaults }: Literals): FetchNode {
  const document = visit(parse(fetch.operation, { noLocation: true }), {
    Field(node) {
      const written = given.get((node.alias ?? node.name).value);
      return written && { ...node, arguments: written };
    },
    VariableDefinition(node) {
      const defaultValue = defaults.get(node.variable.name.value);
      return defaultValue && { ...node, defaultValue };
    },
  });
  return { ...fetch, operation: stripIgnoredCharacters(print(document)) };
}
