/** One use of one member's records, written when a result was released. */
export interface AccessRecord {
  readonly cooperativeId: string;
  readonly id: string;
  /** Null once the member is erased. */
  readonly memberId: string | null;
  readonly datasetId: string;
  readonly licenceId: string;
  readonly jobId: string;
  readonly buyerId: string;
  readonly purpose: string;
  /** Rows of the member that were computed on. */
  readonly records: number;
  readonly at: Date;
}
