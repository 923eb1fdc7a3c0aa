import type { Echo } from './echo.js';

/** What is known of one request, for its log line and its span: never a variable, a token or a DID. */
export interface RequestTrace {
  readonly requestId: string;
  operation?: { readonly type: string; readonly name: string | null };
  /** Codes of the errors answered. */
  readonly codes: string[];
  /** What its refusals may still repeat of it; made with the first. */
  echo?: Echo;
}
