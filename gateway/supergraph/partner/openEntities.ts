/** An entity of the core that partners may extend and refer to. */
export interface OpenEntity {
  /** The one key by which they may do so: a field of type `ID!`. */
  readonly key: string;
}

/**
 * What the core opens. A second key would let the planner go from one to the other through a partner, which would then
 * say whose entity is whose: so each has one.
 */
export const OPEN_ENTITIES: ReadonlyMap<string, OpenEntity> = new Map([
  ['Cooperative', { key: 'id' }],
  ['Dataset', { key: 'id' }],
]);
