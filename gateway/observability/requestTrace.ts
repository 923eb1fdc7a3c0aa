/** What one request leaves in the log: never a variable, a token or a DID. */
export interface RequestTrace {
  readonly requestId: string;
  operation?: { type: string; name: string | null };
  /** Codes of the errors answered. */
  readonly codes: string[];
}
