import { getNullableType, isListType, isNonNullType } from 'graphql';
import type { GraphQLLeafType, GraphQLOutputType } from 'graphql';
import { WrittenNumber } from '../../../subgraphs/kit/wire/exactJson.js';
import type { TypeFacts } from '../plan/typeFacts.js';
import { typenameOf } from '../execute/tuple.js';
import { generate } from '../generate.js';
import { Code } from './code.js';
import { leafWriter } from './leaves.js';
import type { WriteLeaf } from './leaves.js';
import { irregular, IRREGULAR, SINK, SinkFull } from './sink.js';
import type { Sink } from './sink.js';
import type { FieldShape, ObjectShape } from './shape.js';

/** Writes an object into the sink from the sources that it inherits. */
type WriteObject = (...inherited: unknown[]) => void;

/** What generated code may use: given to it by these names. */
interface Tools {
  sink: Sink;
  irregular: typeof irregular;
  isNoObject: typeof isNoObject;
  typename(...tuple: unknown[]): string | undefined;
  /** By index: writers of objects, generated when first needed. */
  objects: WriteObject[];
  /** By index: writers of leaves. */
  leaves: WriteLeaf[];
  /** By index: what is written as it stands. */
  literals: Buffer[];
}

const COMMA = 0x2c;
const LIST = { open: 0x5b, close: 0x5d };
const HEAD = Buffer.from('{"data":');
const TAIL = Buffer.from('}');

/**
 * Writes answers in which nothing is wrong, by code made for one operation: a chain of property reads and text. What
 * is reached through an entity is written once, however often the entity occurs. At the first irregularity it gives up,
 * and the careful writer, which defines what an answer is, begins anew.
 */
export class CompiledResponseWriter {
  private readonly tools: Tools;
  private readonly root: WriteObject;
  private memos = 0;

  constructor(
    shape: ObjectShape,
    private readonly types: TypeFacts,
  ) {
    const isObject = (name: string): boolean => types.isObject(name);
    this.tools = {
      sink: SINK,
      irregular,
      isNoObject,
      typename: (...tuple) => typenameOf(tuple, isObject),
      objects: [],
      leaves: [],
      literals: [],
    };
    this.root = this.lazily(() => this.ofType(shape, shape.type.name, false));
  }

  /**
   * @returns the answer `{"data":…}`, or undefined if something is wrong.
   * @throws SinkFull
   */
  write(root: unknown, bytesMax: number): Buffer | undefined {
    SINK.begin(bytesMax);
    try {
      SINK.literal(HEAD);
      this.root(root);
      SINK.literal(TAIL);
      if (SINK.mark > bytesMax) throw new SinkFull();
      return SINK.take();
    } catch (error) {
      if (error === IRREGULAR) return undefined;
      throw error;
    }
  }

  private lazily(make: () => WriteObject): WriteObject {
    let made: WriteObject | undefined;
    return (...inherited) => (made ??= make())(...inherited);
  }

  /**
   * @param isKept - whether what is written of these objects is kept for the next time already.
   * @returns the index of the writer of objects of a shape.
   */
  private object(shape: ObjectShape, isKept: boolean): number {
    const { objects } = this.tools;
    const index = objects.length;
    objects.push((...inherited) => {
      objects[index] = shape.isConcrete
        ? this.ofType(shape, shape.type.name, isKept)
        : this.ofAnyType(shape, isKept);
      return objects[index](...inherited);
    });
    return index;
  }

  private ofAnyType(shape: ObjectShape, isKept: boolean): WriteObject {
    const writers = new Map<string, WriteObject>();
    const code = new Code(shape);
    const select = (name: string | undefined): WriteObject => {
      const known = writers.get(name!);
      if (known) return known;
      const isTold =
        name !== undefined && this.types.objectType(name) && this.types.isPossible(shape.type, name);
      if (!isTold) return irregular();
      const made = this.ofType(shape, name, isKept);
      writers.set(name, made);
      return made;
    };
    const names = code.inherited.join();
    const body = `${code.attach()}select(tools.typename(${code.holders.join()}))(${names});`;
    return generate<WriteObject>('writeAny', `(${names}) => {${body}}`, { tools: this.tools, select });
  }

  private ofType(shape: ObjectShape, typename: string, isKept: boolean): WriteObject {
    const code = new Code(shape);
    const fields = shape
      .fieldsOf(typename)
      .map((field, index) =>
        this.field({ code, shape, typename, isKept }, field, `${index === 0 ? '{' : ','}${field.label}`),
      );
    const body =
      fields.length === 0
        ? this.literal('{}')
        : `${code.attach()}let value, from, to;${fields.join('')}${this.literal('}')}`;
    const { sink, objects, leaves, literals } = this.tools;
    const given = { tools: this.tools, sink, objects, leaves, literals };
    return generate<WriteObject>(`write${typename}`, `(${code.inherited.join()}) => {${body}}`, given);
  }

  /** Code that adds a text as it stands. */
  private literal(text: string): string {
    const { literals } = this.tools;
    const bytes = Buffer.from(text);
    return `sink.literal(literals[${literals.push(bytes) - 1}]);`;
  }

  /** Code that adds the label and the value of a field. */
  private field({ code, shape, typename, isKept }: Place, field: FieldShape, label: string): string {
    const { type, key, below } = field;
    if (!type) return this.literal(label + JSON.stringify(typename));
    const labelled = this.literal(label);
    if (!below) {
      const holders = code.holders.filter((_, source) =>
        shape.position.selects(source, key, typename, this.types),
      );
      if (holders.length === 0) return 'tools.irregular();';
      const read = holders.map((holder) => `${holder}?.${key}`).join(' ?? ');
      return `${labelled}value = ${read};${this.add(type, ['value'], field, isKept, holders)}`;
    }
    const sources = below.position.sources.filter(({ within }) => within !== undefined);
    if (sources.length === 0) return 'tools.irregular();';
    const values = sources.map(({ within }) => `${code.holders[within!]}?.${key}`);
    const holders = sources
      .filter(({ within }) => shape.position.selects(within!, key, typename, this.types))
      .map(({ within }) => code.holders[within!]!);
    if (holders.length === 0) return 'tools.irregular();';
    const holder = shape.position.sources[sources[0]!.within!]!;
    // Entities are shared by all their occurrences, so what hangs on them is written once, and what is within that, too.
    const isShared =
      sources.length === 1 && holder.step.requires !== undefined && (holder.within === undefined || !isKept);
    if (!isShared) {
      return `${labelled}{${declare(values)}${this.add(type, names(values), field, isKept, holders)}}`;
    }
    const [start, end] = [`$f${this.memos}`, `$t${this.memos++}`];
    return (
      `${labelled}value = ${values[0]!};to = value?.${end};if (to !== undefined) sink.repeat(value.${start}, to);` +
      `else {from = sink.mark;{const x0 = value;${this.add(type, ['x0'], field, true, holders)}}` +
      `if (value) {value.${start} = from;value.${end} = sink.mark;}}`
    );
  }

  /**
   * Code that adds a value that its sources hold in `values`.
   *
   * @param holders - what was asked for it; where that is nothing, a null is none.
   */
  private add(
    type: GraphQLOutputType,
    values: readonly string[],
    field: FieldShape,
    isKept: boolean,
    holders: readonly string[],
    depth = 0,
  ): string {
    const nullable = getNullableType(type);
    const isNull = values.map((value) => `${value} == null`).join(' && ');
    const isUnasked = holders.map((holder) => `${holder} === undefined`).join(' && ');
    const check = holders.length > 0 ? `if (${isUnasked}) tools.irregular();` : '';
    const onNull = isNonNullType(type) ? 'tools.irregular();' : check + this.literal('null');
    return `if (${isNull}) {${onNull}} else {${this.addPresent(nullable, values, field, isKept, depth)}}`;
  }

  private addPresent(
    type: GraphQLOutputType,
    values: readonly string[],
    field: FieldShape,
    isKept: boolean,
    depth: number,
  ): string {
    if (isListType(type)) return this.addList(type.ofType as GraphQLOutputType, values, field, isKept, depth);
    const [value] = values;
    if (!field.below) return `leaves[${this.leaf(type as GraphQLLeafType)}](sink, ${value!});`;
    const areObjects = values.map((one) => `tools.isNoObject(${one})`).join(' && ');
    return `if (${areObjects}) tools.irregular();objects[${this.object(field.below, isKept)}](${values.join()});`;
  }

  private addList(
    type: GraphQLOutputType,
    values: readonly string[],
    field: FieldShape,
    isKept: boolean,
    depth: number,
  ): string {
    const [list, index, items] = [`l${depth}`, `i${depth}`, values.map((_, at) => `item${depth}_${at}`)];
    const lists = values.map((value) => `(Array.isArray(${value}) ? ${value} : undefined)`).join(' ?? ');
    const read = values.map((value, at) => `const ${items[at]!} = ${value}?.[${index}];`).join('');
    return (
      `const ${list} = ${lists} ?? tools.irregular();sink.byte(${LIST.open});` +
      `for (let ${index} = 0; ${index} < ${list}.length; ${index}++) {` +
      `if (${index} > 0) sink.byte(${COMMA});${read}${this.add(type, items, field, isKept, [], depth + 1)}}sink.byte(${LIST.close});`
    );
  }

  private leaf(type: GraphQLLeafType): number {
    return this.tools.leaves.push(leafWriter(type)) - 1;
  }
}

function isNoObject(value: unknown): boolean {
  return typeof value !== 'object' || Array.isArray(value) || value instanceof WrittenNumber;
}

/** Where a field is written. */
interface Place {
  code: Code;
  shape: ObjectShape;
  typename: string;
  isKept: boolean;
}

function names(values: readonly string[]): string[] {
  return values.map((_, index) => `x${index}`);
}

function declare(values: readonly string[]): string {
  return values.map((value, index) => `const x${index} = ${value};`).join('');
}
