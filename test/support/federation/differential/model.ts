/**
 * A federated schema as the differential test draws it: what there is, and which subgraph has which of it. It is
 * plain data, so that a failing one can be made smaller, and what a field answers hangs on names alone, so that
 * a smaller one answers the same.
 */
export interface Model {
  readonly seed: string;
  readonly subgraphs: readonly string[];
  enums: EnumModel[];
  inputs: InputModel[];
  objects: ObjectModel[];
  interfaces: InterfaceModel[];
  unions: UnionModel[];
}

export interface EnumModel {
  readonly name: string;
  /** What every subgraph knows. */
  readonly values: readonly string[];
  /** What one subgraph alone knows: of an input only it takes them, and the API has them not. */
  readonly extra: Readonly<Record<string, string>>;
}

export interface InputModel {
  readonly name: string;
  readonly fields: readonly ArgumentModel[];
  /** A field that one subgraph alone has, which the API therefore has not. */
  readonly extra: Readonly<Record<string, ArgumentModel>>;
}

export interface ArgumentModel {
  readonly name: string;
  /** In GraphQL's notation, as every type below. */
  readonly type: string;
  readonly byDefault?: string;
}

export type Kind = 'root' | 'entity' | 'value' | 'interfaceObject';

export interface ObjectModel {
  readonly name: string;
  readonly kind: Kind;
  /** The subgraphs that have fields of it; others that speak of it have a stub with a key. */
  readonly subgraphs: readonly string[];
  keys: KeyModel[];
  fields: FieldModel[];
  /** The one of its population that a subgraph says it does not know, and that subgraph. */
  absent?: { readonly subgraph: string; readonly index: number };
}

export interface KeyModel {
  /** In the notation of a field set. */
  readonly fields: string;
  readonly resolvableIn: readonly string[];
  /** Where only the key is known, or may only be told. */
  stubIn: readonly string[];
}

/**
 * How a field behaves: `steady` is never null, `calm` is null only where its type allows it and never fails, and
 * `moody` fails and is null where it must not be, now and then.
 */
export type Mood = 'steady' | 'calm' | 'moody';

/** Key fields say which entity it is, each in its way. */
export type KeyPart = 'id' | 'number' | 'half' | 'parity' | 'place' | 'twin';

export interface FieldModel {
  readonly name: string;
  readonly type: string;
  readonly mood: Mood;
  readonly arguments: readonly ArgumentModel[];
  /** Who answers it; if several do, they share it. */
  readonly subgraphs: readonly string[];
  /** Subgraphs whose type says that it is never null, though the API cannot. */
  readonly strictIn: readonly string[];
  readonly keyPart?: KeyPart;
  requires?: string;
  provides?: string;
  /** Whether another subgraph brings it along. */
  provided?: boolean;
  readonly override?: { readonly from: string; readonly label?: string };
  readonly inaccessible?: boolean;
}

export interface InterfaceModel {
  readonly name: string;
  /** Those that every member has. */
  readonly fields: readonly string[];
  /** By subgraph. */
  readonly members: Readonly<Record<string, readonly string[]>>;
  /** The subgraph that has every member, by whose key the others add fields to all of them; if there is one. */
  readonly keyedIn?: string;
}

export interface UnionModel {
  readonly name: string;
  readonly members: Record<string, readonly string[]>;
}

export const POPULATION = 4;

/** What all say that implement an interface with a key, and what subgraphs that have it as an object may need. */
export const COMMON_FIELD = 'title';

/** Whether a field says how many mutations have happened when it is asked for. */
export function isCount(field: string): boolean {
  return field.startsWith('count_');
}

export function objectOf(model: Model, name: string): ObjectModel | undefined {
  return model.objects.find((object) => object.name === name);
}

export function fieldOf(object: ObjectModel | undefined, name: string): FieldModel | undefined {
  return object?.fields.find((field) => field.name === name);
}

/** The name inside lists and non-nulls. */
export function namedIn(type: string): string {
  return type.replace(/[[\]!]/g, '');
}
