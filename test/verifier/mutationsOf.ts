export interface Mutation {
  /** JSON pointer to what was changed. */
  readonly where: string;
  readonly mutated: unknown;
}

/** A JSON document with one thing changed, dropped or added, at each place that it has. */
export function mutationsOf(document: unknown, where = ''): Mutation[] {
  if (typeof document !== 'object' || document === null) return [{ where, mutated: changed(document) }];
  if (Array.isArray(document)) {
    return [
      { where: `${where}/+`, mutated: [...(document as unknown[]), 'added'] },
      ...document.flatMap((item: unknown, at) => [
        { where: `${where}/${at}-`, mutated: document.toSpliced(at, 1) as unknown },
        ...mutationsOf(item, `${where}/${at}`).map((one) => ({
          where: one.where,
          mutated: document.with(at, one.mutated) as unknown,
        })),
      ]),
    ];
  }
  return [
    { where: `${where}/+`, mutated: { ...document, added: 'added' } },
    ...Object.entries(document).flatMap(([name, item]: [string, unknown]) => [
      {
        where: `${where}/${name}-`,
        mutated: Object.fromEntries(Object.entries(document).filter(([other]) => other !== name)),
      },
      ...mutationsOf(item, `${where}/${name}`).map((one) => ({
        where: one.where,
        mutated: { ...document, [name]: one.mutated },
      })),
    ]),
  ];
}

function changed(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string' || value === '') return 'another';
  const at = Math.floor(value.length / 2);
  return value.slice(0, at) + (value[at] === '0' ? '1' : '0') + value.slice(at + 1);
}
