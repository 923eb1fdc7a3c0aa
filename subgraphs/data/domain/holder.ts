/** Whose records: a member is known by another id, and another DID, in each co-op. */
export interface Holder {
  readonly cooperativeId: string;
  readonly memberId: string;
}
