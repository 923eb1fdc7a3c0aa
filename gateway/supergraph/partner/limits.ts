/** How much a partner may publish; each with room for what an honest one needs. */
export const PARTNER_SCHEMA_LIMITS = {
  /** The core's own largest schema has 60 KB. */
  bytes: 64 * 1024,
  tokens: 20_000,
  /** Brackets inside one another: the parser recurses. */
  nesting: 12,
  types: 200,
  /** Fields of a type, values of an enum, members of a union. */
  members: 100,
  arguments: 20,
  /** Interfaces of a type. */
  interfaces: 20,
  /** Keys of a type; each is another way to it, and the composer tries them all. */
  keys: 5,
  /** Tokens and brackets of the fields that a directive names in a text of its own. */
  selection: { tokens: 100, nesting: 4 },
  nameCharacters: 80,
  descriptionCharacters: 2_000,
  directives: 500,
} as const;

/** More findings than this help nobody. */
export const FINDINGS_MAX = 50;
