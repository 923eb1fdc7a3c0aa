import { isListType, isNonNullType } from 'graphql';
import type { GraphQLOutputType } from 'graphql';
import { generate } from '../generate.js';
import type { TypeFacts } from '../plan/typeFacts.js';
import { Code } from '../response/code.js';
import type { FieldShape, ObjectShape } from '../response/shape.js';
import { IRREGULAR, irregular, SINK, SinkFull } from '../response/sink.js';
import { Unfit } from './layout.js';
import type { FieldLayout, Layouts, ObjectLayout } from './layout.js';
import { memoOf, startOf } from './readerCode.js';

type WriteObject = (...inherited: unknown[]) => void;

const HEAD = Buffer.from('{"data":');
const TAIL = Buffer.from('}');

/**
 * Writes answers of which all parts were read as spans: copies bytes from there, as many at once as stand together in
 * both, and hangs in between what other steps got. What is within an entity is written once, however often that occurs.
 */
export class SpanResponseWriter {
  private readonly objects: WriteObject[] = [];
  private readonly literals: Buffer[] = [];
  private readonly root: WriteObject;

  /** @throws Unfit */
  constructor(
    shape: ObjectShape,
    private readonly layouts: Layouts,
    private readonly types: TypeFacts,
  ) {
    this.root = this.object(shape);
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

  private object(shape: ObjectShape): WriteObject {
    if (!shape.isConcrete) throw new Unfit();
    const code = new Code(shape);
    const groups = this.groups(shape).map((group) => this.group(code, group));
    const body =
      groups.length === 0 ? this.literal('{}') : `${code.attach()}${groups.join('')}sink.byte(125);`;
    const { objects, literals } = this;
    const given = { sink: SINK, objects, literals, irregular };
    return generate<WriteObject>(`copy${shape.type.name}`, `(${code.inherited.join()}) => {${body}}`, given);
  }

  /** The fields of an object, those together that follow one another and have one source. */
  private groups(shape: ObjectShape): (Group | string)[] {
    const { position } = shape;
    const groups: (Group | string)[] = [];
    shape.fieldsOf(shape.type.name).forEach((field, place) => {
      const source = position.sources.findIndex((_, index) =>
        position.selects(index, field.key, shape.type.name, this.types),
      );
      const isFirst = place === 0;
      // A type's name is known, and may have been asked of nobody.
      if (source < 0 && !field.type) {
        groups.push(`${isFirst ? '{' : ','}${field.label}${JSON.stringify(shape.type.name)}`);
        return;
      }
      const { layout, place: at } = this.layouts.at(position, source);
      const index = layout.fields.findIndex(({ key }) => key === field.key);
      if (index < 0) throw new Unfit();
      const member = { field, index, isFirst };
      const last = groups.at(-1);
      if (typeof last === 'object' && last.source === source) last.members.push(member);
      else {
        const isAttached = position.sources[source]!.within === undefined;
        groups.push({ source, layout, place: at, isAttached, members: [member] });
      }
    });
    return groups;
  }

  private group(code: Code, group: Group | string): string {
    if (typeof group === 'string') return this.literal(group);
    const holder = code.holders[group.source]!;
    const present = this.members(holder, group);
    if (!group.isAttached) return present;
    const nulls = group.members
      .map(({ field, isFirst }) => `${isFirst ? '{' : ','}${field.label}null`)
      .join('');
    const mayBeNull = group.members.every(({ field }) => field.type && !isNonNullType(field.type));
    // Nobody was asked, where there is not even a null.
    const absent = mayBeNull
      ? `if (${holder} === undefined) irregular();${this.literal(nulls)}`
      : 'irregular();';
    return `if (${holder}) {${present}} else {${absent}}`;
  }

  private members(holder: string, { layout, place, isAttached, members }: Group): string {
    const run = new Run(holder, layout);
    let code = '';
    const add = (text: string): void => void (code += text === '' ? '' : this.literal(text));
    const flush = (): void => void (code += run.end());
    for (const { field, index, isFirst } of members) {
      const from = layout.fields[index]!;
      const isSame = field.responseKey === from.key;
      if (!isSame || !run.goesOn(index)) {
        flush();
        const between = isFirst ? '{' : ',';
        if (isSame) add(run.begin(index, between));
        else {
          add(between + field.label);
          run.beginWithin(index);
        }
      }
      if (!from.isStructured) continue;
      run.stopBefore(index);
      flush();
      const memo = isAttached && layout.places > 0 ? memoOf(index, place) : undefined;
      code += this.child(`${holder}.${from.key}`, field, memo && { holder, ...memo });
    }
    flush();
    return code;
  }

  private child(
    value: string,
    field: FieldShape,
    memo?: { holder: string; from: string; to: string },
  ): string {
    const write = `{const v0 = ${value};${this.value(field.type!, field.below!, 0)}}`;
    if (!memo) return write;
    const [from, to] = [`${memo.holder}.${memo.from}`, `${memo.holder}.${memo.to}`];
    return (
      `if (${from} >= 0) sink.repeat(${from}, ${to});` +
      `else {const from = sink.mark;${write}${from} = from;${to} = sink.mark;}`
    );
  }

  /** Code that adds what `v` and the depth hold. */
  private value(type: GraphQLOutputType, below: ObjectShape, depth: number): string {
    if (isNonNullType(type)) return this.present(type.ofType, below, depth);
    return `if (v${depth} === null) ${this.literal('null')}else {${this.present(type, below, depth)}}`;
  }

  private present(type: GraphQLOutputType, below: ObjectShape, depth: number): string {
    if (!isListType(type)) return `objects[${this.objects.push(this.object(below)) - 1}](v${depth});`;
    const [list, index] = [`v${depth}`, `i${depth}`];
    const item = this.value(type.ofType as GraphQLOutputType, below, depth + 1);
    return (
      `sink.byte(91);for (let ${index} = 0; ${index} < ${list}.length; ${index}++) {` +
      `if (${index} > 0) sink.byte(44);const v${depth + 1} = ${list}[${index}];${item}}sink.byte(93);`
    );
  }

  private literal(text: string): string {
    if (text.length === 1) return `sink.byte(${text.charCodeAt(0)});`;
    return `sink.literal(literals[${this.literals.push(Buffer.from(text)) - 1}]);`;
  }
}

interface Group {
  readonly source: number;
  readonly layout: ObjectLayout;
  readonly place: number;
  /** Whether its source was hung on these objects, and may be missing. */
  readonly isAttached: boolean;
  readonly members: { readonly field: FieldShape; readonly index: number; readonly isFirst: boolean }[];
}

/** Bytes of an answer that are copied at once: fields that stand next to one another in it. */
class Run {
  private from: string | undefined;
  private next = -1;
  private to: () => string = () => '';

  constructor(
    private readonly holder: string,
    private readonly layout: ObjectLayout,
  ) {}

  /** Takes in another field, if it stands behind the last one. */
  goesOn(index: number): boolean {
    if (this.from === undefined || this.next !== index) return false;
    this.through(index);
    return true;
  }

  /** @param between - what must stand before the field. @returns what of it must be written. */
  begin(index: number, between: string): string {
    const before = index === 0 ? '{' : ',';
    this.from = before === between ? `${this.start(index)} - 1` : this.start(index);
    this.through(index);
    return before === between ? '' : between;
  }

  /** Begins at the value of a field. */
  beginWithin(index: number): void {
    this.from = this.valueStart(index);
    this.through(index);
  }

  /** Ends where the value of a field begins. */
  stopBefore(index: number): void {
    this.to = () => this.valueStart(index);
    if (this.from === this.to()) this.from = undefined;
  }

  /** @returns the code that copies them. */
  end(): string {
    const { from } = this;
    this.from = undefined;
    return from === undefined ? '' : `sink.copy(${this.holder}.$b.bytes, ${from}, ${this.to()});`;
  }

  private through(index: number): void {
    const { fields } = this.layout;
    this.to = () => (index + 1 < fields.length ? `${this.start(index + 1)} - 1` : `${this.holder}.$e`);
    this.next = index + 1;
  }

  private start(index: number): string {
    this.layout.starts.add(index);
    return `${this.holder}.${startOf(index)}`;
  }

  private valueStart(index: number): string {
    const { label, isTypename, key }: FieldLayout = this.layout.fields[index]!;
    const length = isTypename ? Buffer.byteLength(JSON.stringify(key)) + 1 : Buffer.byteLength(label);
    return `${this.start(index)} + ${length}`;
  }
}
