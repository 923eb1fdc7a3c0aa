/** The log, and the tenant, of what belongs to no co-op: organisations, the demo's clock. */
export const PLATFORM = 'coop_platform';

/** The tenant of nothing: where what there is not is looked for, by the same statements as what there is. */
export const NOWHERE = 'coop_nowhere';

/**
 * Whose rows a transaction may touch. Row-level security reads it from the transaction's settings; an empty
 * scope sees only tables that hold nothing of any co-op.
 */
export interface Scope {
  /** One co-op: its rows may be read and written. */
  cooperative?: string;
  /** A named reader across co-ops (`catalogue`, `sequencer`), as the table's policies allow it. */
  reader?: string;
  /** The rows about this DID, in whichever co-op. */
  viewer?: string;
  /** The rows that concern this organisation, in whichever co-op. */
  organization?: string;
}

export const SCOPE_SQL = `select set_config('app.cooperative', $1, true), set_config('app.reader', $2, true),
  set_config('app.viewer', $3, true), set_config('app.organization', $4, true), app_now() as now`;

/** The same with the milliseconds that each further statement may take at most. */
export const TIMED_SCOPE_SQL = `${SCOPE_SQL}, set_config('statement_timeout', $5, true)`;

export function scopeParameters(scope: Scope): string[] {
  return [scope.cooperative ?? '', scope.reader ?? '', scope.viewer ?? '', scope.organization ?? ''];
}
