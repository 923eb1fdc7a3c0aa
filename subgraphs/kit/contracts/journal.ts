import type { z } from 'zod';
import type { Entry } from './entry.js';

/** The entries of one service by name, out of its file under `entries/`, whatever else that file exports. */
export type EntriesIn<Module> = {
  [Name in keyof Module as Module[Name] extends Entry ? Name : never]: Module[Name];
};

type ValuesOf<E> = E extends Entry ? z.output<E['private']> : never;

/** The names of an entry's values. */
export type ValueName<E> = keyof ValuesOf<E> & string;

/** Paths to the texts, and the lists of texts, among an entry's values: `dataset`, or `dataset.id`. */
export type TextPath<E> = PathIn<ValuesOf<E>>;

type Texts = string | readonly string[] | null | undefined;

type PathIn<Values> = {
  [Name in keyof Values & string]: Values[Name] extends Texts
    ? Name
    : `${Name}.${TextName<NonNullable<Values[Name]>>}`;
}[keyof Values & string];

type TextName<Values> = {
  [Name in keyof Values & string]: Values[Name] extends Texts ? Name : never;
}[keyof Values & string];
