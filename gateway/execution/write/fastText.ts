import type { GraphQLEnumType } from 'graphql';

/** Thrown where an answer is not as the schema has it; the careful writer then says what is wrong. */
export const IRREGULAR = new Error('irregular');

export function irregular(): never {
  throw IRREGULAR;
}

/** Up to this length, looking at each character beats the general way. */
const SHORT = 48;

/** JSON text of a string. */
export function quote(text: string): string {
  if (text.length > SHORT) return JSON.stringify(text);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x22 || code === 0x5c || code >= 0xd800) return JSON.stringify(text);
  }
  return `"${text}"`;
}

/** Writes a value that is not null. @throws IRREGULAR for one that its type does not have. */
export type WriteLeaf = (value: unknown) => string;

const SCALARS: Readonly<Record<string, WriteLeaf>> = {
  String: (value) => (typeof value === 'string' ? quote(value) : irregular()),
  ID: (value) =>
    typeof value === 'string' ? quote(value) : Number.isInteger(value) ? `"${value as number}"` : irregular(),
  Int: (value) => (typeof value === 'number' && (value | 0) === value ? `${value}` : irregular()),
  Float: (value) => (typeof value === 'number' && Number.isFinite(value) ? `${value}` : irregular()),
  Boolean: (value) => (value === true ? 'true' : value === false ? 'false' : irregular()),
};

export function scalarWriter(name: string): WriteLeaf {
  return SCALARS[name] ?? ((value) => JSON.stringify(value));
}

export function enumWriter(type: GraphQLEnumType): WriteLeaf {
  const texts = new Map(type.getValues().map(({ name }) => [name, `"${name}"`]));
  return (value) => texts.get(value as string) ?? irregular();
}
