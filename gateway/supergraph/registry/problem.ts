import { cutText } from '../../observability/echo.js';

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

/** Characters of a message, or of a coordinate: whoever reads it finds the place, and a name may be as long as a schema. */
const TEXT_MAX = 1_000;

/** The problem as it is told, its texts cut to a bearable length. */
export function toldProblem(problem: Problem): Problem {
  const { coordinate, message } = problem;
  return {
    ...problem,
    message: cutText(message, TEXT_MAX),
    ...(coordinate !== undefined && { coordinate: cutText(coordinate, TEXT_MAX) }),
  };
}
