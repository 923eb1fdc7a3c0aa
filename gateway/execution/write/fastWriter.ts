import { getNullableType, isEnumType, isListType, isNonNullType } from 'graphql';
import type { GraphQLLeafType, GraphQLOutputType } from 'graphql';
import type { TypeFacts } from '../plan/types.js';
import { typenameOf } from '../run/tuple.js';
import { generate } from '../generate.js';
import { enumWriter, irregular, IRREGULAR, scalarWriter } from './fastText.js';
import type { FieldShape, ObjectShape } from './shape.js';

/** Writes an object from the sources that it inherits. */
type WriteObject = (...inherited: unknown[]) => string;

/** What generated code may use: given to it by these names. */
interface Tools {
  irregular: typeof irregular;
  typename(...tuple: unknown[]): string | undefined;
  /** By index: writers of objects, generated when first needed. */
  objects: WriteObject[];
  /** By index: writers of leaves. */
  leaves: ((value: unknown) => string)[];
}

/**
 * Writes answers in which nothing is wrong, by code made for one operation: a chain of property reads and text. What
 * is reached through an entity is written once, however often the entity occurs. At the first irregularity it gives up,
 * and the careful writer, which defines what an answer is, begins anew.
 */
export class FastWriter {
  private readonly tools: Tools;
  private readonly root: WriteObject;
  private memos = 0;

  constructor(
    shape: ObjectShape,
    private readonly types: TypeFacts,
  ) {
    const isObject = (name: string): boolean => types.isObject(name);
    this.tools = {
      irregular,
      typename: (...tuple) => typenameOf(tuple, isObject),
      objects: [],
      leaves: [],
    };
    this.root = this.lazily(() => this.ofType(shape, shape.type.name));
  }

  /** @returns JSON text, or undefined if something is wrong. */
  write(root: unknown): string | undefined {
    try {
      return this.root(root);
    } catch (error) {
      if (error === IRREGULAR) return undefined;
      throw error;
    }
  }

  private lazily(make: () => WriteObject): WriteObject {
    let made: WriteObject | undefined;
    return (...inherited) => (made ??= make())(...inherited);
  }

  /** @returns the index of the writer of objects of a shape. */
  private object(shape: ObjectShape): number {
    const { objects } = this.tools;
    const index = objects.length;
    objects.push((...inherited) => {
      objects[index] = shape.isConcrete ? this.ofType(shape, shape.type.name) : this.ofAnyType(shape);
      return objects[index](...inherited);
    });
    return index;
  }

  private ofAnyType(shape: ObjectShape): WriteObject {
    const writers = new Map<string, WriteObject>();
    const code = new Code(shape);
    const select = (name: string | undefined): WriteObject => {
      const known = writers.get(name!);
      if (known) return known;
      const isTold =
        name !== undefined && this.types.objectType(name) && this.types.isPossible(shape.type, name);
      if (!isTold) return irregular();
      const made = this.ofType(shape, name);
      writers.set(name, made);
      return made;
    };
    const names = code.inherited.join();
    const body = `${code.attach()}return select(tools.typename(${code.holders.join()}))(${names});`;
    return generate<WriteObject>(`return (${names}) => {${body}};`, { tools: this.tools, select });
  }

  private ofType(shape: ObjectShape, typename: string): WriteObject {
    const code = new Code(shape);
    const fields = shape.fieldsOf(typename).map((field, index) => {
      const label = JSON.stringify(`${index === 0 ? '{' : ','}${field.label}`);
      return `text += ${label};${this.field(code, shape, field, typename)}`;
    });
    const body = `${code.attach()}let text = '', value, written;${fields.join('')}return text + '}';`;
    const empty = fields.length === 0 ? "return '{}';" : body;
    return generate<WriteObject>(`return (${code.inherited.join()}) => {${empty}};`, { tools: this.tools });
  }

  /** Code that adds the text of a field's value. */
  private field(code: Code, shape: ObjectShape, field: FieldShape, typename: string): string {
    const { type, key, below } = field;
    if (!type) return `text += ${JSON.stringify(JSON.stringify(typename))};`;
    if (!below) {
      const holders = code.holders.filter((_, source) =>
        shape.position.selects(source, key, typename, this.types),
      );
      if (holders.length === 0) return 'tools.irregular();';
      return `value = ${holders.map((holder) => `${holder}?.${key}`).join(' ?? ')};${this.add(type, ['value'], field)}`;
    }
    const sources = below.position.sources.filter(({ within }) => within !== undefined);
    if (sources.length === 0) return 'tools.irregular();';
    const values = sources.map(({ within }) => `${code.holders[within!]}?.${key}`);
    const [only] = sources;
    // Entities are shared by all their occurrences, so what hangs on them is written once.
    const isShared =
      sources.length === 1 && shape.position.sources[only!.within!]!.step.requires !== undefined;
    if (!isShared) return `{${declare(values)}${this.add(type, names(values), field)}}`;
    const memo = `$t${this.memos++}`;
    return (
      `value = ${values[0]!};written = value?.${memo};` +
      `if (written === undefined) {const before = text;text = '';{const x0 = value;${this.add(type, ['x0'], field)}}` +
      `written = text;text = before;if (value) value.${memo} = written;}text += written;`
    );
  }

  /** Code that adds the text of a value that its sources hold in `values`. */
  private add(type: GraphQLOutputType, values: readonly string[], field: FieldShape, depth = 0): string {
    const nullable = getNullableType(type);
    const isNull = values.map((value) => `${value} == null`).join(' && ');
    const onNull = isNonNullType(type) ? 'tools.irregular();' : "text += 'null';";
    return `if (${isNull}) {${onNull}} else {${this.addPresent(nullable, values, field, depth)}}`;
  }

  private addPresent(
    type: GraphQLOutputType,
    values: readonly string[],
    field: FieldShape,
    depth: number,
  ): string {
    if (isListType(type)) return this.addList(type.ofType as GraphQLOutputType, values, field, depth);
    const [value] = values;
    if (!field.below) return `text += tools.leaves[${this.leaf(type as GraphQLLeafType)}](${value!});`;
    const areObjects = values
      .map((one) => `(typeof ${one} !== 'object' || Array.isArray(${one}))`)
      .join(' && ');
    return `if (${areObjects}) tools.irregular();text += tools.objects[${this.object(field.below)}](${values.join()});`;
  }

  private addList(
    type: GraphQLOutputType,
    values: readonly string[],
    field: FieldShape,
    depth: number,
  ): string {
    const [list, index, items] = [`l${depth}`, `i${depth}`, values.map((_, at) => `item${depth}_${at}`)];
    const lists = values.map((value) => `(Array.isArray(${value}) ? ${value} : undefined)`).join(' ?? ');
    const read = values.map((value, at) => `const ${items[at]!} = ${value}?.[${index}];`).join('');
    return (
      `const ${list} = ${lists} ?? tools.irregular();text += '[';` +
      `for (let ${index} = 0; ${index} < ${list}.length; ${index}++) {` +
      `if (${index} > 0) text += ',';${read}${this.add(type, items, field, depth + 1)}}text += ']';`
    );
  }

  private leaf(type: GraphQLLeafType): number {
    return this.tools.leaves.push(isEnumType(type) ? enumWriter(type) : scalarWriter(type.name)) - 1;
  }
}

/** The names that the sources of an object have in generated code. */
class Code {
  readonly inherited: readonly string[];
  readonly holders: readonly string[];

  constructor(private readonly shape: ObjectShape) {
    const { position } = shape;
    this.inherited = position.isRoot
      ? ['a0']
      : position.sources.flatMap(({ within }, index) => (within === undefined ? [] : [`a${index}`]));
    this.holders = position.sources.map(({ within }, index) =>
      within === undefined ? `b${index}` : `a${index}`,
    );
  }

  /** Code that finds what steps attached. */
  attach(): string {
    return this.shape.position.sources
      .map(({ within, step }, index) =>
        within === undefined
          ? `const b${index} = ${this.inherited.map((name) => `${name}?.${step.slot}`).join(' ?? ')};`
          : '',
      )
      .join('');
  }
}

function names(values: readonly string[]): string[] {
  return values.map((_, index) => `x${index}`);
}

function declare(values: readonly string[]): string {
  return values.map((value, index) => `const x${index} = ${value};`).join('');
}
