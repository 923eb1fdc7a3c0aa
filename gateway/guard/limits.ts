import type { GatewaySettings } from '../config.js';

/** What an operation may ask at most; each is the setting of the same name, with its reason. */
export interface GuardLimits {
  tokens: number;
  nesting: number;
  operations: number;
  depth: number;
  rootFields: number;
  aliases: number;
  directives: number;
  selections: number;
  /** Fields with selections of their own. */
  objects: number;
  /** Pairs of fields at one place of the answer. */
  overlaps: number;
  /** Objects visited by introspection, in percent of those that an IDE visits. */
  introspectionPercent: number;
  cost: number;
  /** Items reckoned for a list that takes no page size. */
  listSizeAssumed: number;
  pageSize: number;
  /** What a root field of a mutation costs beside what it brings. */
  mutationCost: number;
  /** Values in the variables, at all levels. */
  values: number;
  listItems: number;
  stringLength: number;
  errors: number;
  /** Whether texts are held to what people and databases can read: foreign subgraphs may mean something else by them. */
  plainText: boolean;
}

export function limitsOf(settings: GatewaySettings, plainText = true): GuardLimits {
  return {
    tokens: settings.GUARD_TOKENS_MAX,
    nesting: settings.GUARD_NESTING_MAX,
    operations: settings.GUARD_OPERATIONS_MAX,
    depth: settings.GUARD_DEPTH_MAX,
    rootFields: settings.GUARD_ROOT_FIELDS_MAX,
    aliases: settings.GUARD_ALIASES_MAX,
    directives: settings.GUARD_DIRECTIVES_MAX,
    selections: settings.GUARD_SELECTIONS_MAX,
    objects: settings.GUARD_OBJECTS_MAX,
    overlaps: settings.GUARD_OVERLAPS_MAX,
    introspectionPercent: settings.GUARD_INTROSPECTION_PERCENT_MAX,
    cost: settings.GUARD_COST_MAX,
    listSizeAssumed: settings.GUARD_LIST_SIZE_ASSUMED,
    pageSize: settings.GUARD_PAGE_SIZE_MAX,
    mutationCost: settings.GUARD_MUTATION_COST,
    values: settings.GUARD_VARIABLE_VALUES_MAX,
    listItems: settings.GUARD_VARIABLE_LIST_MAX,
    stringLength: settings.GUARD_VARIABLE_STRING_MAX,
    errors: settings.GUARD_ERRORS_MAX,
    plainText,
  };
}
