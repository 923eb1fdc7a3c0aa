/** What this service needs to know of a co-op, as membership journalled it. */
export interface Cooperative {
  readonly cooperativeId: string;
  readonly slug: string;
  readonly name: string;
  readonly did: string;
}
