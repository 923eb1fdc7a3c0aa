/** Nothing is unbounded. Each limit says its unit in its name and its reason beside it. */
export const LIMITS = {
  /** A phone uploads this in seconds, and a request stays under the gateway's 256 KiB in base64. */
  ciphertextBytesMax: 128 * 1024,
  /** A dataset key's wrap is 80 bytes; a later suite may need more. */
  wrapBytesMax: 512,
  /** A sealed record key is 60 bytes. */
  sealedKeyBytesMax: 256,
  /** A table wider than this is several datasets. */
  columnsMax: 100,
  /** A key of more columns than this is the row. */
  rowKeyColumnsMax: 10,
  /** Group keys come from this list, and each group costs noise. */
  columnCategoriesMax: 200,
  titleCharsMax: 200,
  descriptionCharsMax: 10_000,
  /** Of keywords, themes, purposes and duties alike: a person reads them. */
  listMax: 50,
  wordCharsMax: 100,
  textCharsMax: 500,
  /** A member's influence on a result is bounded by the rows that count. */
  rowsPerMemberMax: 10_000,
  /** Ten years: longer terms outlive the charter that allowed them. */
  termDaysMax: 3_653,
  /** Prices fit a database bigint with room for sums. */
  priceMinorMax: 1_000_000_000_000_00n,
  liveConsentsPerDatasetMax: 20,
  messageCharsMax: 2_000,
  /** Half a year: an acceptance binds the buyer until then. */
  decideByDaysMax: 180,
} as const;
