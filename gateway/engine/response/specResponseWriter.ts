import { isLeafType, isListType, isNonNullType } from 'graphql';
import type { GraphQLFormattedError, GraphQLLeafType, GraphQLOutputType } from 'graphql';
import { WrittenNumber } from '../../../subgraphs/kit/wire/exactJson.js';
import { own } from '../own.js';
import { Failure, further, originOf } from '../execute/faults.js';
import type { Fault, FaultMap } from '../execute/faults.js';
import type { TypeFacts } from '../plan/typeFacts.js';
import { inheritedBelow, isObject, itemsOf, tupleAt, typenameOf } from '../execute/tuple.js';
import type { Tuple } from '../execute/tuple.js';
import { AnswerText } from './answer.js';
import { LackedFaults } from './lackedFaults.js';
import { Bubble, failure, isWithheld, keysOf, unasked, withheld } from './responseErrors.js';
import type { Path } from './responseErrors.js';
import { leafText } from './leaves.js';
import type { FieldShape, ObjectShape } from './shape.js';
import type { Written } from './answer.js';

/**
 * Writes an answer field by field, with every error at the client's own path and every null at the place that the
 * GraphQL specification says. It defines what an answer is; `CompiledResponseWriter` writes the same where nothing went wrong.
 *
 * @see https://spec.graphql.org/October2021/#sec-Handling-Field-Errors
 */
export class SpecResponseWriter {
  private readonly errors: GraphQLFormattedError[] = [];
  private readonly told = new Set<Fault>();
  /** Faults of failed objects that concern other response keys than those asked for; reported if nothing else reports them. */
  private readonly untold = new Map<Fault, GraphQLFormattedError>();
  /** Paths of reported errors: a field has one, though several subgraphs were asked for it. */
  private readonly places = new Set<string>();
  /** Of fields that no subgraph was asked for; within what is null for another reason they say nothing. */
  private readonly unasked: GraphQLFormattedError[] = [];
  private readonly doubtful = new WeakSet<GraphQLFormattedError>();
  private readonly lacked: LackedFaults;

  constructor(
    private readonly types: TypeFacts,
    private readonly faults: FaultMap,
    /** Errors reported at most; more help nobody. */
    private readonly errorsMax: number,
  ) {
    this.lacked = new LackedFaults(types, faults);
  }

  write(shape: ObjectShape, root: Record<string, unknown>): Written {
    let data: string;
    try {
      data = this.object(shape, [root], undefined);
    } catch (error) {
      this.unasked.length = 0;
      data = this.nulled(error);
    }
    for (const error of this.unasked) this.push(error);
    for (const fault of this.faults.unplaced) this.push(this.located(fault, undefined));
    for (const [fault, error] of this.untold) if (!this.told.has(fault)) this.push(error);
    return { data: AnswerText.ofText(data), errors: this.errors };
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
    const errors = this.errorsOf(shape, tuple, path);
    throw new Bubble(errors.length > 0 ? errors : [failure('The type of an object cannot be told.', path)]);
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
      : tuple.map((holder) => (isObject(holder) ? own(holder, field.key) : undefined));
    const faults = this.faultsOf(shape, field, tuple, typename, path);
    const isMissing = values.every((value) => value === null || value === undefined);
    const hasFailed = faults.length > 0 || tuple.some((holder) => holder instanceof Failure);
    if (!isMissing && field.below && hasFailed) {
      const { sources } = field.below.position;
      const beside = values.map((value, index) =>
        this.besideOthers(field, value, tuple[sources[index]!.within!], field.key, path),
      );
      return this.complete(field, field.type, beside, [], path);
    }
    for (const fault of faults) this.told.add(originOf(fault));
    if (faults.length === 0) this.tellLacked(shape, field, tuple, typename, path);
    if (isMissing && isNonNullType(field.type) && faults.length === 0) {
      // What nulled the whole object is reported at the field that failed; if that is in another object, it is reported there.
      const isLost = tuple.some(
        (holder, source) =>
          holder instanceof Failure && shape.position.selects(source, field.key, typename, this.types),
      );
      const errors = this.errorsOf(shape, tuple, above);
      if (isLost || errors.length > 0) throw new Bubble(errors);
      if (isWithheld(shape, tuple, field.key, typename, this.types))
        throw new Bubble([withheld(field.coordinate, path)]);
    }
    if (isMissing && faults.length === 0 && !this.isAsked(shape, field, tuple, typename)) {
      const error = this.located(unasked(field), path);
      this.doubtful.add(error);
      if (isNonNullType(field.type)) throw new Bubble([error]);
      this.unasked.push(error);
      return 'null';
    }
    return this.complete(field, field.type, values, faults, path);
  }

  /** Reports at a field the errors of the fields that it requires, unless the client selected these too. */
  private tellLacked(
    shape: ObjectShape,
    field: FieldShape,
    tuple: Tuple,
    typename: string,
    path: Path,
  ): void {
    if (this.faults.isEmpty) return;
    const isShown = (key: string): boolean => shape.fieldsOf(typename).some((one) => one.key === key);
    for (const fault of this.lacked.of({ position: shape.position, tuple, typename }, field, isShown))
      this.push(this.located({ ...fault, below: [] }, path));
  }

  /** Whether some subgraph was asked for a field of this object; if none was, its null is no answer. */
  private isAsked(shape: ObjectShape, { key }: FieldShape, tuple: Tuple, typename: string): boolean {
    return tuple.some(
      (holder, source) => holder !== undefined && shape.position.selects(source, key, typename, this.types),
    );
  }

  private faultsOf(
    shape: ObjectShape,
    { key }: FieldShape,
    tuple: Tuple,
    typename: string,
    path: Path,
  ): readonly Fault[] {
    const bySource = tuple.map((holder, source): readonly Fault[] => {
      if (!(holder instanceof Failure)) return this.faults.at(holder, key);
      if (!shape.position.selects(source, key, typename, this.types)) return [];
      const meant = holder.faults.filter(({ below }) => below.length === 0 || below[0] === key);
      if (meant.length === 0) for (const fault of holder.faults) this.leave(shape, fault, path);
      return meant.map(further);
    });
    // A field has one error, though two subgraphs were asked for it.
    return bySource.find((faults) => faults.length > 0) ?? [];
  }

  /** Remembers a fault of an object of which another field is being written: it may be of one that never is. */
  private leave(shape: ObjectShape, fault: Fault, path: Path): void {
    const isAsked = shape.responsePath(fault.below).length > 0;
    const error = isAsked ? this.located(fault, path.above, shape) : this.located(fault, path);
    this.untold.set(originOf(fault), error);
  }

  /** What a source holds of an object that others have too: if it failed there, that concerns its own fields. */
  private besideOthers(
    { below }: FieldShape,
    value: unknown,
    holder: unknown,
    key: string | number,
    path: Path,
  ): unknown {
    if (value !== null && value !== undefined) return value;
    const failed = failureAt(holder, key);
    const faults = failed?.faults ?? this.faults.at(holder, key);
    for (const fault of faults) this.untold.set(originOf(fault), this.located(fault, path, below));
    return failed ?? (faults.length > 0 ? new Failure(faults) : value);
  }

  /** The errors of steps that failed for an object as a whole, each where it went wrong. */
  private errorsOf(shape: ObjectShape, tuple: Tuple, path: Path | undefined): GraphQLFormattedError[] {
    // A failure is handed on to the steps that would have needed what it failed to get.
    const faults = new Set(tuple.flatMap((holder) => (holder instanceof Failure ? holder.faults : [])));
    return [...faults].map((fault) => {
      this.told.add(originOf(fault));
      return this.located(fault, path, shape);
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
    const { length } = this.unasked;
    try {
      return this.completeNullable(field, type, values, faults, path);
    } catch (error) {
      this.unasked.length = length;
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
    const value = values.find((one) => one !== null && one !== undefined && !(one instanceof Failure));
    if (value === undefined) {
      if (faults.length === 0) return 'null';
      throw new Bubble(faults.map((fault) => this.located(fault, path, field.below)));
    }
    for (const fault of faults) this.push(this.located(fault, path, field.below));
    if (isListType(type)) return this.list(field, type.ofType, values, path);
    if (!field.below) return this.leaf(type as GraphQLLeafType, value, path);
    if (!values.some(isGivenObject)) {
      throw new Bubble([failure('A service gave no object where one belongs.', path)]);
    }
    return this.object(field.below, values, path);
  }

  private list(field: FieldShape, type: GraphQLOutputType, values: Tuple, path: Path): string {
    const items = itemsOf(values);
    if (!items) throw new Bubble([failure('A service gave no list where one belongs.', path)]);
    const texts = items.map((inherited, index) => {
      const at = { above: path, key: index };
      if (!field.below || inherited.every((one) => one === null || one === undefined)) {
        const faults = values.map((list) => this.faults.at(list, index)).find(({ length }) => length > 0);
        return this.complete(field, type, inherited, faults ?? [], at);
      }
      const item = inherited.map((one, source) => this.besideOthers(field, one, values[source], index, at));
      return this.complete(field, type, item, [], at);
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
    for (const one of error.errors) {
      if (this.doubtful.has(one)) this.unasked.push(one);
      else this.push(one);
    }
    return 'null';
  }

  private located(
    { message, extensions, below }: Fault,
    path: Path | undefined,
    shape?: ObjectShape,
  ): GraphQLFormattedError {
    // Below a leaf there are lists alone.
    const rest = shape ? shape.responsePath(below) : below.filter((key) => typeof key === 'number');
    const keys = [...(path ? keysOf(path) : []), ...rest];
    return { message, ...(keys.length > 0 && { path: keys }), ...(extensions && { extensions }) };
  }

  private push(error: GraphQLFormattedError): void {
    if (this.errors.length >= this.errorsMax) return;
    const place = error.path && JSON.stringify(error.path);
    if (place !== undefined && this.places.has(place)) return;
    if (place !== undefined) this.places.add(place);
    this.errors.push(error);
  }
}

function isGivenObject(value: unknown): boolean {
  if (!isObject(value) || Array.isArray(value)) return false;
  return !(value instanceof Failure || value instanceof WrittenNumber);
}

/** What an object or a list that failed in a source means for one of its fields or items. */
function failureAt(holder: unknown, key: string | number): Failure | undefined {
  if (!(holder instanceof Failure)) return undefined;
  const faults = holder.faults.filter(({ below }) => below.length === 0 || below[0] === key);
  return new Failure(faults.map(further));
}
