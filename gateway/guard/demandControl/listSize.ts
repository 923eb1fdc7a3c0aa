import { Kind } from 'graphql';
import type { FieldNode, GraphQLField, ValueNode } from 'graphql';
import { ERRORS } from '../../errors.js';
import type { GuardLimits } from '../limits.js';
import type { Amount, Program, Variables } from './program.js';
import type { ListSize } from '../../engine/planner/costTable.js';

type Limits = Pick<GuardLimits, 'listSizeAssumed' | 'pageSize'>;
type Field = GraphQLField<unknown, unknown>;

const PAGE_SIZE_ARGUMENTS: readonly string[] = ['first', 'last'];

/** How a field's arguments say how many items it brings, where its schema says nothing of it: by a page size. */
export function pageSizeOf(
  field: Field,
  node: FieldNode,
  limits: Limits,
  program: Program,
): Amount | undefined {
  const given = argumentsOf(field, node, PAGE_SIZE_ARGUMENTS);
  if (given.length === 0) return undefined;
  const require = (size: number): number => requirePage(node.name.value, size, limits.pageSize);
  return whenKnown(given, program, (variables) => {
    const sizes = given.flatMap((argument) => numberOf(argument, variables));
    return sizes.length > 0 ? Math.max(...sizes.map(require)) : limits.listSizeAssumed;
  });
}

/** The same for a field with `@listSize`. Arguments named `first` and `last` stay page sizes. */
export function listSizeOf(
  size: ListSize,
  { field, node, limits, program }: { field: Field; node: FieldNode; limits: Limits; program: Program },
): Amount {
  const assumed = size.assumedSize ?? limits.listSizeAssumed;
  const given = argumentsOf(field, node, size.slicingArguments);
  if (given.length === 0) return assumed;
  return whenKnown(given, program, (variables) => {
    const present = given.filter((argument) => isPresent(argument, variables));
    // A default counts where the client chose nothing.
    const counting = present.length > 0 ? present : given.filter(({ fallback }) => fallback !== undefined);
    if (size.requireOneSlicingArgument && counting.length !== 1) {
      const facts = { field: node.name.value, arguments: [...size.slicingArguments] };
      throw ERRORS.SLICING_ARGUMENT_REQUIRED.raise('This list takes exactly one of these arguments.', facts);
    }
    const sizes = counting.flatMap((argument) => {
      const number = numberOf(argument, variables);
      const isPage = PAGE_SIZE_ARGUMENTS.includes(argument.name);
      return isPage ? number.map((page) => requirePage(node.name.value, page, limits.pageSize)) : number;
    });
    return sizes.length > 0 ? Math.max(0, ...sizes) : assumed;
  });
}

/** @throws PAGE_SIZE_INVALID */
function requirePage(field: string, size: number, limit: number): number {
  if (size >= 1 && size <= limit) return size;
  throw ERRORS.PAGE_SIZE_INVALID.raise(`A page has 1 to ${limit} items.`, { field, size, limit });
}

interface Given {
  name: string;
  written: ValueNode | undefined;
  fallback: unknown;
}

function argumentsOf(field: Field, node: FieldNode, names: readonly string[]): Given[] {
  return field.args
    .filter(({ name }) => names.includes(name))
    .map(({ name, defaultValue }) => ({
      name,
      written: node.arguments?.find((argument) => argument.name.value === name)?.value,
      fallback: defaultValue,
    }));
}

/** What no variable decides is reckoned without them, but refused only when it is its turn. */
function whenKnown(
  given: readonly Given[],
  program: Program,
  find: (variables: Variables) => number,
): Amount {
  if (given.some(({ written }) => written?.kind === Kind.VARIABLE)) return program.read(find);
  try {
    return find({});
  } catch {
    return program.read(find);
  }
}

function isPresent({ written }: Given, variables: Variables): boolean {
  if (!written || written.kind === Kind.NULL) return false;
  return written.kind !== Kind.VARIABLE || (variables[written.name.value] ?? null) !== null;
}

function numberOf(argument: Given, variables: Variables): number[] {
  const { written, fallback } = argument;
  const value =
    written?.kind === Kind.INT
      ? Number(written.value)
      : written?.kind === Kind.VARIABLE
        ? variables[written.name.value]
        : undefined;
  const chosen = value ?? fallback;
  return typeof chosen === 'number' ? [chosen] : [];
}
