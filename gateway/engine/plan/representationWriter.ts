import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { printExact } from '../../../subgraphs/kit/wire/exactJson.js';
import { isInherited } from '../own.js';
import { generate } from '../generate.js';
import { inheritedBelow, itemsOf, readKey, tupleAt, typenameOf } from '../execute/tuple.js';
import type { Tuple } from '../execute/tuple.js';
import type { Position } from './position.js';
import type { Step } from './steps.js';
import type { TypeFacts } from './typeFacts.js';

/** Up to this length, looking at each character beats the general way. */
const SHORT_TEXT = 48;

/** One field of representations. */
export interface RepresentationPart {
  readonly name: string;
  /** Where sources have it. */
  readonly key: string;
  /** The same, if it is a leaf. */
  readonly leafKey: string | undefined;
  /** `"name":` as it stands in JSON. */
  readonly label: string;
  /** Undefined if the object lacks it. */
  readonly read: (tuple: Tuple) => string | undefined;
}

/** Writes representations of objects of one type that each have one source above, by code made for them. */
export interface QuickWriter {
  /** JSON text of the type that is sent. */
  readonly typename: string;
  /** How many values such a representation holds, beside its type. */
  readonly count: number;
  /** Puts an object's values into a list; false for one that lacks a value. */
  readonly read: (object: Readonly<Record<string, unknown>>, values: unknown[]) => boolean;
  /** JSON text. */
  readonly text: (values: readonly unknown[]) => string;
  /** What stands around the value, where there is one and values are their own JSON texts. */
  readonly frame?: Frame | undefined;
}

/** What stands around a text. */
export interface Frame {
  readonly before: string;
  readonly after: string;
}

/** Writes the representations of one step, from objects at its position. */
export class RepresentationWriter {
  private readonly byType = new Map<string, readonly RepresentationPart[] | undefined>();
  private readonly quickWriters = new Map<string, QuickWriter | undefined>();

  constructor(
    private readonly step: Step,
    private readonly position: Position,
    private readonly types: TypeFacts,
  ) {}

  /**
   * @returns JSON text; undefined for an object that is none of those asked for, or whose values nobody was asked for;
   * null for one that lacks a value.
   */
  represent(tuple: Tuple): string | undefined | null {
    const typename = typenameOf(tuple, (name) => this.types.isObject(name));
    if (typename === undefined) return undefined;
    const parts = this.partsFor(typename);
    if (!parts) return undefined;
    let text = '';
    for (const part of parts) {
      const value = part.name === '__typename' ? this.typenameFor(typename) : part.read(tuple);
      if (value === undefined) return this.isAsked(part, typename, tuple) ? null : undefined;
      text += `${text === '' ? '{' : ','}${part.label}${value}`;
    }
    return `${text}}`;
  }

  /** @returns undefined for types whose representations hold more than plain values. */
  quickWriterFor(typename: string): QuickWriter | undefined {
    const known = this.quickWriters.get(typename);
    if (known !== undefined || this.quickWriters.has(typename)) return known;
    const made = this.types.isObject(typename) ? this.makeQuickWriter(typename) : undefined;
    this.quickWriters.set(typename, made);
    return made;
  }

  private makeQuickWriter(typename: string): QuickWriter | undefined {
    const parts = this.partsFor(typename);
    const isPlain = ({ name, leafKey }: RepresentationPart): boolean =>
      // The code reads properties as they are written: an object that lacks one must have nothing there.
      name === '__typename' || (leafKey !== undefined && !isInherited(leafKey));
    if (!parts?.every(isPlain)) return undefined;
    const holders = this.position.sources.map(({ within, step }) =>
      within === undefined ? `object.${step.slot}` : 'object',
    );
    const reads: string[] = [];
    const texts = parts.map(({ name, label, leafKey }, index) => {
      const before = `${index === 0 ? '{' : ','}${label}`;
      if (name === '__typename') return JSON.stringify(before + this.typenameFor(typename));
      const place = reads.length;
      const more = holders.map(
        (holder) =>
          `if (value == null) {other = ${holder}?.${leafKey!};if (other !== undefined) value = other;}`,
      );
      reads.push(
        `value = undefined;${more.join('')}if (value === undefined) return false;values[${place}] = value;`,
      );
      return `${JSON.stringify(before)} + json(values[${place}])`;
    });
    return {
      typename: this.typenameFor(typename),
      count: reads.length,
      read: generate<QuickWriter['read']>(
        'read',
        `(object, values) => {let value, other;${reads.join('')}return true;}`,
        {},
      ),
      text: generate<QuickWriter['text']>('represent', `(values) => ${texts.join(' + ')} + '}'`, {
        json: plainText,
      }),
    };
  }

  /** JSON text of the type that is sent for objects of a type. */
  typenameFor(typename: string): string {
    const sent = this.step.typenames.find(({ on }) => this.types.meets(typename, on))?.to ?? typename;
    return JSON.stringify(sent);
  }

  /** @returns undefined for a type of which the subgraph is not asked. */
  partsFor(typename: string): readonly RepresentationPart[] | undefined {
    if (!this.byType.has(typename)) {
      const parts = partsOf(this.step.requires ?? [], this.position, typename, this.types);
      const isMeant = parts.some(({ name }) => name === '__typename');
      // A plan may ask for objects of one type what it has for those of another: these are not to be sent.
      const isWhole = isMeant && parts.every((part) => this.isAsked(part, typename));
      this.byType.set(typename, isWhole ? parts : undefined);
    }
    return this.byType.get(typename);
  }

  /**
   * Whether a source was asked for a part of objects of a type.
   *
   * @param tuple - the object, if one is meant: a step may have passed it over.
   */
  private isAsked({ name, key }: RepresentationPart, typename: string, tuple?: Tuple): boolean {
    if (name === '__typename') return true;
    const { position, types } = this;
    return position.sources.some(
      (_, source) =>
        position.selects(source, key, typename, types) && (!tuple || tuple[source] !== undefined),
    );
  }
}

function partsOf(
  selections: readonly QueryPlanSelectionNode[],
  position: Position,
  typename: string | undefined,
  types: TypeFacts,
): RepresentationPart[] {
  const below = new Map<string, { key: string; selections: QueryPlanSelectionNode[]; isLeaf: boolean }>();
  const collect = (nodes: readonly QueryPlanSelectionNode[]): void => {
    for (const node of nodes) {
      if (node.kind === 'InlineFragment') {
        const on = node.typeCondition;
        if (on === undefined || (typename !== undefined && types.meetsAsInterface(typename, on)))
          collect(node.selections);
        continue;
      }
      const found = below.get(node.name) ?? { key: node.alias ?? node.name, selections: [], isLeaf: true };
      if (node.selections) found.isLeaf = false;
      found.selections.push(...(node.selections ?? []));
      below.set(node.name, found);
    }
  };
  collect(selections);
  return [...below].map(([name, { key, selections: inner, isLeaf }]) => ({
    name,
    key,
    leafKey: isLeaf ? key : undefined,
    label: `${JSON.stringify(name)}:`,
    read: isLeaf
      ? (tuple) => leafText(readKey(tuple, key))
      : objectReader(position.child(key), key, inner, types),
  }));
}

function plainText(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  return typeof value === 'number' && Number.isFinite(value) ? `${value}` : (printExact(value) ?? 'null');
}

function leafText(value: unknown): string | undefined {
  return value === undefined ? undefined : printExact(value);
}

function objectReader(
  position: Position,
  key: string,
  selections: readonly QueryPlanSelectionNode[],
  types: TypeFacts,
): RepresentationPart['read'] {
  const byType = new Map<string | undefined, RepresentationPart[]>();
  const textOf = (values: Tuple): string | undefined => {
    const items = itemsOf(values);
    if (items) {
      const texts = items.map(textOf);
      return texts.includes(undefined) ? undefined : `[${texts.join()}]`;
    }
    if (values.every((value) => value === undefined)) return undefined;
    if (values.every((value) => value === null || value === undefined)) return 'null';
    const tuple = tupleAt(position, values);
    const typename = typenameOf(tuple, (name) => types.isObject(name));
    const parts = byType.get(typename) ?? partsOf(selections, position, typename, types);
    byType.set(typename, parts);
    const texts: string[] = [];
    for (const { name, label, read } of parts) {
      const value = name === '__typename' ? leafText(typename) : read(tuple);
      if (value === undefined) return undefined;
      texts.push(label + value);
    }
    return `{${texts.join()}}`;
  };
  return (tuple) => textOf(inheritedBelow(position, tuple, key));
}

/** JSON text of a string. */
function quote(text: string): string {
  if (text.length > SHORT_TEXT) return JSON.stringify(text);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x22 || code === 0x5c || code >= 0xd800) return JSON.stringify(text);
  }
  return `"${text}"`;
}
