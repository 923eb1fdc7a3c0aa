import { isLeafType, isListType, isNonNullType } from 'graphql';
import type { GraphQLFormattedError, GraphQLLeafType, GraphQLOutputType } from 'graphql';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import { Failure } from '../run/faults.js';
import type { Fault, FaultMap } from '../run/faults.js';
import type { TypeFacts } from '../plan/types.js';
import { inheritedBelow, isObject, itemsOf, tupleAt, typenameOf } from '../run/tuple.js';
import type { Tuple } from '../run/tuple.js';
import { leafText } from './leaf.js';
import type { FieldShape, ObjectShape } from './shape.js';

export interface Written {
  /** JSON text of the answer's data. */
  readonly data: string;
  readonly errors: readonly GraphQLFormattedError[];
}

interface Path {
  readonly above: Path | undefined;
  readonly key: string | number;
}

/** A null where there may be none; travels up to the first place where there may. */
class Bubble extends Error {
  override readonly name = 'Bubble';

  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super('a null where there may be none');
  }
}

/**
 * Writes an answer field by field, with every error at the client's own path and every null at the place that the
 * GraphQL specification says. It defines what an answer is; `FastWriter` writes the same where nothing went wrong.
 *
 * @see https://spec.graphql.org/October2021/#sec-Handling-Field-Errors
 */
export class CarefulWriter {
  private readonly errors: GraphQLFormattedError[] = [];
  private readonly told = new Set<Fault>();
  /** Faults of failed objects that concern other keys than those asked for; told if nothing else tells them. */
  private readonly untold = new Map<Fault, Path | undefined>();

  constructor(
    private readonly types: TypeFacts,
    private readonly faults: FaultMap,
    /** Errors told at most; more help nobody. */
    private readonly errorsMax: number,
  ) {}

  write(shape: ObjectShape, root: Record<string, unknown>): Written {
    let data: string;
    try {
      data = this.object(shape, [root], undefined);
    } catch (error) {
      data = this.nulled(error);
    }
    for (const fault of this.faults.unplaced) this.push(this.located(fault, undefined));
    for (const [fault, path] of this.untold) if (!this.told.has(fault)) this.push(this.located(fault, path));
    return { data, errors: this.errors };
  }

  private object(shape: ObjectShape, inherited: Tuple, path: Path | undefined): string {
    const tuple = tupleAt(shape.position, inherited);
    const typename = this.typeOf(shape, tuple, path);
    let text = '';
    for (const field of shape.fieldsOf(typename)) {
      text += `${text === '' ? '{' : ','}${field.label}${this.field(shape, field, tuple, typename, path)}`;
    }
    return text === '' ? '{}' : `${text}}`;
  }

  private typeOf(shape: ObjectShape, tuple: Tuple, path: Path | undefined): string {
    if (shape.isConcrete) return shape.type.name;
    const told = typenameOf(tuple, (name) => this.types.isObject(name));
    if (told !== undefined && this.types.objectType(told) && this.types.isPossible(shape.type, told))
      return told;
    // An interface's own fields can be had without the object's type; nothing else can.
    if ((told === undefined || !this.types.isObject(told)) && !shape.dependsOnType) return shape.type.name;
    throw new Bubble([failure('The type of an object cannot be told.', path)]);
  }

  private field(
    shape: ObjectShape,
    field: FieldShape,
    tuple: Tuple,
    typename: string,
    above: Path | undefined,
  ): string {
    const path = { above, key: field.responseKey };
    if (!field.type) return JSON.stringify(typename);
    const values = field.below
      ? inheritedBelow(field.below.position, tuple, field.key)
      : tuple.map((holder) => (isObject(holder) ? holder[field.key] : undefined));
    const faults = this.faultsOf(shape, field, tuple, typename, path);
    return this.complete(field, field.type, values, faults, path);
  }

  private faultsOf(
    { position }: ObjectShape,
    { key }: FieldShape,
    tuple: Tuple,
    typename: string,
    path: Path,
  ): readonly Fault[] {
    return tuple.flatMap((holder, source): readonly Fault[] => {
      if (!(holder instanceof Failure)) return this.faults.at(holder, key);
      if (!position.selects(source, key, typename, this.types)) return [];
      const meant = holder.faults.filter(({ below }) => below.length === 0 || below[0] === key);
      if (meant.length === 0) for (const fault of holder.faults) this.untold.set(fault, path);
      return meant.map((fault) => {
        this.told.add(fault);
        return { ...fault, below: fault.below.slice(1) };
      });
    });
  }

  /** Completes a value and, where it may be null, makes it so if it cannot be completed. */
  private complete(
    field: FieldShape,
    type: GraphQLOutputType,
    values: Tuple,
    faults: readonly Fault[],
    path: Path,
  ): string {
    if (isNonNullType(type)) {
      const text = this.completeNullable(field, type.ofType, values, faults, path);
      if (text !== 'null') return text;
      throw new Bubble([failure(`Cannot return null for non-nullable field ${field.coordinate}.`, path)]);
    }
    try {
      return this.completeNullable(field, type, values, faults, path);
    } catch (error) {
      return this.nulled(error);
    }
  }

  private completeNullable(
    field: FieldShape,
    type: GraphQLOutputType,
    values: Tuple,
    faults: readonly Fault[],
    path: Path,
  ): string {
    const value = values.find((one) => one !== null && one !== undefined);
    if (value === undefined) {
      if (faults.length === 0) return 'null';
      throw new Bubble(faults.map((fault) => this.located(fault, path, field.below)));
    }
    for (const fault of faults) this.push(this.located(fault, path, field.below));
    if (isListType(type)) return this.list(field, type.ofType, values, path);
    if (!field.below) return this.leaf(type as GraphQLLeafType, value, path);
    if (!values.some((one) => isObject(one) && !Array.isArray(one))) {
      throw new Bubble([failure('A service gave no object where one belongs.', path)]);
    }
    return this.object(field.below, values, path);
  }

  private list(field: FieldShape, type: GraphQLOutputType, values: Tuple, path: Path): string {
    const items = itemsOf(values);
    if (!items) throw new Bubble([failure('A service gave no list where one belongs.', path)]);
    const texts = items.map((item, index) => {
      const faults = values.flatMap((list) => this.faults.at(list, index));
      return this.complete(field, type, item, faults, { above: path, key: index });
    });
    return `[${texts.join()}]`;
  }

  private leaf(type: GraphQLLeafType, value: unknown, path: Path): string {
    try {
      if (isLeafType(type)) return leafText(type, value);
    } catch {
      // Told below; what the service said is not for the caller.
    }
    throw new Bubble([failure('A service gave a value that its type does not have.', path)]);
  }

  private nulled(error: unknown): string {
    if (!(error instanceof Bubble)) throw error;
    for (const one of error.errors) this.push(one);
    return 'null';
  }

  private located(
    { message, extensions, below }: Fault,
    path: Path | undefined,
    shape?: ObjectShape,
  ): GraphQLFormattedError {
    const keys = path && [...keysOf(path), ...(shape?.responsePath(below) ?? [])];
    return { message, ...(keys && { path: keys }), ...(extensions && { extensions }) };
  }

  private push(error: GraphQLFormattedError): void {
    if (this.errors.length < this.errorsMax) this.errors.push(error);
  }
}

function failure(message: string, path: Path | undefined): GraphQLFormattedError {
  const { code, retry } = COMMON.INTERNAL_SERVER_ERROR;
  return { message, ...(path && { path: keysOf(path) }), extensions: { code, retry } };
}

function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at; at = at.above) keys.push(at.key);
  return keys.reverse();
}
