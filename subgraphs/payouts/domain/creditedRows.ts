/** What a member's rows weigh where a pool is divided by QUANTITY. */
export interface CreditedRows {
  /** Rows of live contributions, as the compute worker counted them. */
  readonly counted: bigint;
  /** The most that weigh of one member, by the charter. */
  readonly countedMax: number;
  /** Those that weigh. */
  readonly credited: bigint;
  /** Those that are beyond the bound. */
  readonly capped: bigint;
}

export function creditRows(counted: bigint, countedMax: number): CreditedRows {
  const most = BigInt(countedMax);
  const credited = counted < most ? counted : most;
  return { counted, countedMax, credited, capped: counted - credited };
}
