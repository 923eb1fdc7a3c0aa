/** Thrown where an answer is not as the schema has it; the careful writer then says what is wrong. */
export const IRREGULAR = new Error('irregular');

export function irregular(): never {
  throw IRREGULAR;
}
