import type { ObjectShape } from './shape.js';

/** The names that the sources of an object have in generated code. */
export class Code {
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
