import type { GatewaySettings } from '../config.js';

/** What an operation may ask at most; each is the setting of the same name, with its reason. */
export interface GuardLimits {
  tokens: number;
  nesting: number;
  depth: number;
  rootFields: number;
  aliases: number;
  directives: number;
  selections: number;
  cost: number;
  /** Items reckoned for a list that takes no page size. */
  listSizeAssumed: number;
  pageSize: number;
  errors: number;
}

export function limitsOf(settings: GatewaySettings): GuardLimits {
  return {
    tokens: settings.GUARD_TOKENS_MAX,
    nesting: settings.GUARD_NESTING_MAX,
    depth: settings.GUARD_DEPTH_MAX,
    rootFields: settings.GUARD_ROOT_FIELDS_MAX,
    aliases: settings.GUARD_ALIASES_MAX,
    directives: settings.GUARD_DIRECTIVES_MAX,
    selections: settings.GUARD_SELECTIONS_MAX,
    cost: settings.GUARD_COST_MAX,
    listSizeAssumed: settings.GUARD_LIST_SIZE_ASSUMED,
    pageSize: settings.GUARD_PAGE_SIZE_MAX,
    errors: settings.GUARD_ERRORS_MAX,
  };
}
