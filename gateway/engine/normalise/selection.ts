import type { ArgumentNode, DirectiveNode } from 'graphql';

/** One field that a client asks for, at one place. */
export interface FieldSelection {
  readonly kind: 'field';
  readonly name: string;
  /** The key under which the client gets it. */
  readonly responseKey: string;
  /** The key under which subgraphs are asked for it: never that of another field, whatever aliases a client chose. */
  readonly key: string;
  readonly arguments: readonly ArgumentNode[];
  readonly directives: readonly DirectiveNode[];
  /** Undefined for a leaf. */
  readonly selections: readonly Selection[] | undefined;
}

/** Selections for objects of some types. */
export interface FragmentSelection {
  readonly kind: 'fragment';
  readonly on: string;
  readonly selections: readonly Selection[];
}

export type Selection = FieldSelection | FragmentSelection;
