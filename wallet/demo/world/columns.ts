import { readFileSync } from 'node:fs';

import type { Column, Sensitivity } from './spec.js';

/** Bounds are what the quantity can be, decided beforehand, never what it happens to be in somebody's rows. */
export function number(
  name: string,
  unit: string | null,
  meaning: string,
  [min, max]: readonly [number, number],
  sensitivity: Sensitivity = 'ORDINARY',
): Column {
  return { name, type: 'NUMBER', unit, meaning, sensitivity, bounds: { min, max }, categories: null };
}

export function integer(...of: Parameters<typeof number>): Column {
  return { ...number(...of), type: 'INTEGER' };
}

export function category(
  name: string,
  meaning: string,
  categories: readonly string[],
  sensitivity: Sensitivity = 'ORDINARY',
): Column {
  return {
    name,
    type: 'TEXT',
    unit: null,
    meaning,
    sensitivity,
    bounds: null,
    categories: [...categories],
  };
}

export function instant(name: string, meaning: string, sensitivity: Sensitivity): Column {
  return { name, type: 'INSTANT', unit: null, meaning, sensitivity, bounds: null, categories: null };
}

/** The charter in the members' own words. */
export function charterText(slug: string): string {
  return readFileSync(new URL(`./charters/${slug}.md`, import.meta.url), 'utf8').trim();
}
