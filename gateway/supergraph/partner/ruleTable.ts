/** One rule of the partner zone. */
interface RuleDefinition {
  /** The rule, in a sentence. */
  readonly means: string;
  /** What a partner does about a refusal. */
  readonly help: string;
}

/** The rules by which a partner's schema is judged before anything is composed; `docs/partner` lists the same. */
export const PARTNER_RULES = {
  PARTNER_UNREADABLE: {
    means: 'The schema is written in the GraphQL schema language.',
    help: 'Mend the syntax at this place.',
  },
  PARTNER_TOO_LARGE: {
    means:
      'The schema stays within its bounds of bytes, types, fields, arguments, values, keys and descriptions.',
    help: 'Publish less: what is not there cannot be asked, and need not be.',
  },
  PARTNER_LINK: {
    means: 'The schema links federation 2, once, and nothing else, and renames nothing of it.',
    help: 'Begin with: extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])',
  },
  PARTNER_ROOT: {
    means: 'A partner offers queries only: no mutations, no subscriptions, and root types keep their names.',
    help: 'Offer it as a field of Query, or not through the federation.',
  },
  PARTNER_TYPE_PREFIX: {
    means: 'Every type of a partner begins with its prefix.',
    help: 'Rename the type.',
  },
  PARTNER_FIELD_PREFIX: {
    means: 'Every field that a partner adds to Query or to an entity of the core begins with its prefix.',
    help: 'Rename the field.',
  },
  PARTNER_SHADOWS: {
    means:
      'A partner defines no type that somebody else owns, and opens no entity that the core has not opened.',
    help: 'Define a type of your own, and refer to an open entity by its key.',
  },
  PARTNER_TYPE_NOT_OPEN: {
    means: 'A partner refers to its own types, to the built-in scalars and to the open entities only.',
    help: 'Refer to an open entity, or give the id as an ID.',
  },
  PARTNER_KEY: {
    means: 'An open entity is written with its one key, and keys stand on object types.',
    help: 'Write it as: type Dataset @key(fields: "id") { id: ID! … }',
  },
  PARTNER_DESCRIBES_CORE: {
    means: 'A partner neither describes nor marks what is not its own.',
    help: 'Move the description or the directive to a type or field of your own.',
  },
  PARTNER_IMPLEMENTS: {
    means: 'An open entity implements no interface of a partner.',
    help: 'Use a union of your own, which may hold open entities.',
  },
  PARTNER_PROMISES: {
    means:
      'What a partner adds to Query or to an open entity may be null, and so may whatever leads to an open entity; of a list, its items.',
    help: 'Remove the exclamation mark: where one of us does not answer, the rest of the answer stands.',
  },
  PARTNER_OVERRIDES: {
    means: 'A partner takes over no field.',
    help: 'Remove @override.',
  },
  PARTNER_SHARES: {
    means: 'A partner shares no field.',
    help: 'Remove @shareable.',
  },
  PARTNER_HIDES: {
    means: 'A partner hides nothing.',
    help: 'Remove @inaccessible; leave out of the schema what nobody should see.',
  },
  PARTNER_REQUIRES: {
    means:
      'A partner is given the keys of entities and no other field, and promises no field of anybody else.',
    help: 'Remove @requires, @provides and @external; your resolver may ask the public API like anybody.',
  },
  PARTNER_INTERFACE_OBJECT: {
    means: 'A partner adds fields to entities, not to all that implement an interface.',
    help: 'Remove @interfaceObject.',
  },
  PARTNER_DIRECTIVE: {
    means: 'A partner uses @link, @key, @deprecated and @specifiedBy, and defines no directive.',
    help: 'Remove the directive.',
  },
} as const satisfies Record<string, RuleDefinition>;

export type PartnerRule = keyof typeof PARTNER_RULES;
