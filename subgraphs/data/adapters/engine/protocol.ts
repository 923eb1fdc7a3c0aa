/** What the worker tells the process that aggregates. Numbers only: no text of a member reaches the engine. */
export type Instruction =
  | { readonly kind: 'OPEN'; readonly columns: number; readonly memoryMb: number }
  /** Rows of one member, row by row; `MISSING` stands for a missing value. */
  | { readonly kind: 'LOAD'; readonly member: number; readonly values: BigInt64Array }
  | { readonly kind: 'RUN'; readonly sql: string; readonly timeMs: number };

export type Outcome =
  | { readonly kind: 'ROWS'; readonly rows: (bigint | number)[][] }
  | { readonly kind: 'ERROR'; readonly message: string };
