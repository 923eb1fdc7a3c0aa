import type { Asked } from './drawnDocument.js';

type Path = readonly (string | number)[];

/** A value that is there in one answer, and null in another. */
export interface Lost {
  readonly asked: Asked;
  readonly path: Path;
}

/** Where an answer has null and another, to the same question, has a value; the topmost places. */
export function lostValues(asked: Asked, before: unknown, after: unknown, path: Path): Lost[] {
  if (before === null || before === undefined) return [];
  if (after === null || after === undefined) return [{ asked, path }];
  if (Array.isArray(before)) {
    return before.flatMap((item, index) =>
      lostValues(asked, item, (after as unknown[])[index], [...path, index]),
    );
  }
  if (typeof before !== 'object') return [];
  const object = before as Record<string, unknown>;
  return (asked.below.get(String(object.__typename)) ?? []).flatMap((one) => {
    const { name } = one.field;
    return lostValues(one, object[name], (after as Record<string, unknown>)[name], [...path, name]);
  });
}
