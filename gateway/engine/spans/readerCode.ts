import { isUtf8 } from 'node:buffer';
import { isEnumType, isListType, isNonNullType, isScalarType, isSpecifiedScalarType } from 'graphql';
import type { GraphQLOutputType } from 'graphql';
import { generate } from '../generate.js';
import { IRREGULAR, irregular } from '../response/sink.js';
import { AnswerBytes } from './answerSpans.js';
import type { ReadSpans } from './answerSpans.js';
import type { FieldLayout, ObjectLayout } from './layout.js';
import { any, boolean, float, int, literal, nothing, oneOf, string } from './tokens.js';
import type { ReadToken } from './tokens.js';

type ReadObject = (
  source: AnswerBytes,
  bytes: Uint8Array,
  at: number,
) => Record<string, unknown> & { $e: number };

const ROOT = { before: Buffer.from('{"data":'), after: Buffer.from('}') };
const ENTITIES = { before: Buffer.from('{"data":{"_entities":['), after: Buffer.from(']}}') };
const COMMA = 0x2c;
const SCALARS: Readonly<Record<string, ReadToken>> = {
  String: string,
  ID: string,
  Int: int,
  Float: float,
  Boolean: boolean,
};
const NULL = 'b[p] === 110';

/**
 * Makes what reads the answers to a step: it looks at each byte once, and holds everything to the types that it has.
 * Keys stand in the order in which they were asked for, as the GraphQL specification has it.
 *
 * @see https://spec.graphql.org/October2021/#sec-Serialized-Map-Ordering
 */
export function spanReaderFor(layout: ObjectLayout, isEntities: boolean): ReadSpans {
  const read = new ReaderCode().reader(layout);
  const readData = isEntities ? entitiesReader(read) : rootReader(read);
  return (body) => {
    if (!isUtf8(body)) return undefined;
    const source = new AnswerBytes(body);
    try {
      return { source, data: readData(source, body) };
    } catch (error) {
      if (error === IRREGULAR) return undefined;
      throw error;
    }
  };
}

type ReadData = (source: AnswerBytes, bytes: Uint8Array) => Record<string, unknown>;

function rootReader(read: ReadObject): ReadData {
  return (source, bytes) => {
    const data = read(source, bytes, literal(bytes, 0, ROOT.before));
    if (literal(bytes, data.$e + 1, ROOT.after) !== bytes.length) irregular();
    return data;
  };
}

function entitiesReader(read: ReadObject): ReadData {
  return (source, bytes) => {
    const entities: unknown[] = [];
    for (let at = literal(bytes, 0, ENTITIES.before); ; at++) {
      if (bytes[at] === 0x6e) {
        at = nothing(bytes, at);
        entities.push(null);
      } else {
        const entity = read(source, bytes, at);
        at = entity.$e + 1;
        entities.push(entity);
      }
      if (bytes[at] === COMMA) continue;
      if (literal(bytes, at, ENTITIES.after) !== bytes.length) irregular();
      return { _entities: entities };
    }
  };
}

/** Code of functions that read objects, and of those that only look whether they are right. */
class ReaderCode {
  private readonly functions: string[] = [];
  private readonly literals: Buffer[] = [];
  private readonly tokens: ReadToken[] = [];

  reader(layout: ObjectLayout): ReadObject {
    const name = this.readObject(layout);
    const { literals, tokens } = this;
    const given = { literals, tokens, literal, nothing, irregular };
    // Readers of lists say by `end` where these end.
    return generate<ReadObject>('readSpans', name, given, `let end = 0;${this.functions.join('')}`);
  }

  private readObject(layout: ObjectLayout): string {
    const { fields, starts } = layout;
    const below = fields.flatMap(({ key, isStructured }, index) =>
      isStructured ? [[key, `c${index}`]] : [],
    );
    const members = [...[...starts].map((index) => [startOf(index), `s${index}`]), ...below];
    const parameters = ['a', 'e', ...members.map(([, value]) => value!)].join();
    const memos = fields.flatMap(({ isStructured }, index) =>
      Array.from({ length: isStructured ? layout.places : 0 }, (_, place) => memoOf(index, place)),
    );
    const sets = [
      ...members.map(([name, value]) => `this.${name!} = ${value!};`),
      ...layout.slots.map((slot) => `this.${slot} = undefined;`),
      ...memos.map(({ from, to }) => `this.${from} = this.${to} = -1;`),
    ];
    const type = this.name('Spans');
    this.functions.push(
      `class ${type} {constructor(${parameters}) {this.$b = a;this.$e = e;${sets.join('')}}}` +
        `${type}.prototype.__typename = ${JSON.stringify(layout.typename)};`,
    );
    const read = this.members(layout, (field, index) =>
      field.isStructured
        ? `let c${index};${this.readValue(field.type!, field.below!, `c${index}`)}`
        : this.checkField(field),
    );
    return this.define('read', `(a, b, p) => {${read}return new ${type}(${parameters});}`);
  }

  private checkObject(layout: ObjectLayout): string {
    return this.define(
      'check',
      `(b, p) => {${this.members(layout, (field) => this.checkField(field))}return p;}`,
    );
  }

  /**
   * Code that goes through an object: afterwards `p` is behind it, `e` is its last byte, and `s` with an index where that
   * field begins. What is the same in all answers is compared as one text.
   */
  private members(
    { fields, starts }: ObjectLayout,
    readField: (field: FieldLayout, index: number) => string,
  ): string {
    let code = '';
    let text = '{';
    fields.forEach((field, index) => {
      if (index > 0) text += ',';
      if (starts.has(index)) code += `const s${index} = p + ${Buffer.byteLength(text)};`;
      text += field.label;
      if (field.isTypename) return;
      code += `p = ${this.literal(text)};${readField(field, index)}`;
      text = '';
    });
    text += '}';
    return `${code}const e = p + ${Buffer.byteLength(text) - 1};p = ${this.literal(text)};`;
  }

  private literal(text: string): string {
    return `literal(b, p, literals[${this.literals.push(Buffer.from(text)) - 1}])`;
  }

  private checkField({ type, below, isTypename }: FieldLayout): string {
    if (isTypename) return '';
    return type ? this.checkValue(type, below) : `p = ${this.token(any)}(b, p);`;
  }

  private checkValue(type: GraphQLOutputType, below: ObjectLayout | undefined): string {
    if (isNonNullType(type)) return this.checkPresent(type.ofType, below);
    return `if (${NULL}) p = nothing(b, p);else {${this.checkPresent(type, below)}}`;
  }

  private checkPresent(type: GraphQLOutputType, below: ObjectLayout | undefined): string {
    if (isListType(type)) {
      const item = this.checkValue(type.ofType as GraphQLOutputType, below);
      return `p = ${this.define('checkItems', `(b, p) => {${list(item, 'return p + 1;')}}`)}(b, p);`;
    }
    if (below) return `p = ${this.checkObject(below)}(b, p);`;
    const reader = leafReader(type);
    // Of a scalar of our own anything is taken, but for the null that is not there.
    const present = reader === any ? `if (${NULL}) irregular();` : '';
    return `${present}p = ${this.token(reader)}(b, p);`;
  }

  private readValue(type: GraphQLOutputType, below: ObjectLayout, into: string): string {
    if (isNonNullType(type)) return this.readPresent(type.ofType, below, into);
    return `if (${NULL}) {p = nothing(b, p);${into} = null;} else {${this.readPresent(type, below, into)}}`;
  }

  private readPresent(type: GraphQLOutputType, below: ObjectLayout, into: string): string {
    if (!isListType(type)) return `${into} = ${this.readObject(below)}(a, b, p);p = ${into}.$e + 1;`;
    const item = this.readValue(type.ofType as GraphQLOutputType, below, 'item');
    // A list that begins with its first item has no room to spare; most are short.
    const name = this.define(
      'readItems',
      `(a, b, p) => {let item;if (b[p] !== 91) irregular();p++;if (b[p] === 93) {end = p + 1;return [];}${item}` +
        `const items = [item];for (;;) {if (b[p] === 93) {end = p + 1;return items;}` +
        `if (b[p] !== 44) irregular();p++;${item}items.push(item);}}`,
    );
    return `${into} = ${name}(a, b, p);p = end;`;
  }

  private token(token: ReadToken): string {
    return `tokens[${this.tokens.push(token) - 1}]`;
  }

  private define(kind: string, expression: string): string {
    const name = this.name(kind);
    this.functions.push(`const ${name} = ${expression};`);
    return name;
  }

  private name(kind: string): string {
    return `${kind}${this.functions.length}`;
  }
}

/** Code that goes through a list. */
function list(item: string, atEnd: string): string {
  return (
    `if (b[p] !== 91) irregular();p++;if (b[p] === 93) {${atEnd}}` +
    `for (;;) {${item}if (b[p] === 44) p++;else if (b[p] === 93) {${atEnd}} else irregular();}`
  );
}

function leafReader(type: GraphQLOutputType): ReadToken {
  if (isEnumType(type)) return oneOf(type.getValues().map(({ name }) => name));
  return (isScalarType(type) && isSpecifiedScalarType(type) && SCALARS[type.name]) || any;
}

/** The name under which an object keeps where a field of it begins. */
export function startOf(field: number): string {
  return `$s${field}`;
}

/** The names under which an entity keeps where a field of it was written. */
export function memoOf(field: number, place: number): { from: string; to: string } {
  return { from: `$f${field}_${place}`, to: `$t${field}_${place}` };
}
