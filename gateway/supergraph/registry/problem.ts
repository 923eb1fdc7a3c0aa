/** What is wrong with a schema, in the words of whoever wrote it. */
export interface Problem {
  /** The broken rule: one of the partner zone's, or Apollo's code for what does not compose. */
  code: string;
  /** Whose schema; absent where it is nobody's in particular. */
  subgraph?: string | undefined;
  /** `Type`, `Type.field` or `Type.field(argument:)`. */
  coordinate?: string | undefined;
  /** In that subgraph's own SDL, both from 1. */
  line?: number | undefined;
  column?: number | undefined;
  message: string;
  /** What to do about it. */
  help: string;
}
