import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError, SourceLocation } from 'graphql';
import { DomainError } from '../../subgraphs/kit/errors/define.js';
import type { ErrorDefinition } from '../../subgraphs/kit/errors/define.js';
import { domainErrorIn } from '../../subgraphs/kit/errors/format.js';
import { ERRORS } from '../errors.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';

type Headers = Readonly<Record<string, string>>;

const NO_HEADERS: Headers = {};

/** What GraphQL finds wrong with a document, and where in it. */
export class Complaint {
  readonly message: string;
  readonly locations: readonly SourceLocation[] | undefined;

  constructor(
    readonly definition: ErrorDefinition,
    { message, locations }: Pick<GraphQLError, 'message' | 'locations'>,
  ) {
    this.message = message;
    this.locations = locations;
  }
}

/** A request is refused: with these errors, and with this status and these headers over HTTP. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    /** At least one. */
    readonly errors: readonly (DomainError | Complaint)[],
    readonly status: number,
    readonly headers: Headers = NO_HEADERS,
  ) {
    super(errors[0]?.message);
  }
}

export function refusal(error: DomainError, status: number, headers?: Headers): Refusal {
  return new Refusal([error], status, headers);
}

/** Gives what a stage of ours refuses with its status; whatever else was thrown stays as it is. */
export function refusalOf(error: unknown): unknown {
  const known = domainErrorIn(error);
  return known ? refusalOfAll([known]) : error;
}

/** @param errors - at least one; the first decides the status. */
export function refusalOfAll(errors: readonly DomainError[]): Refusal {
  const { status, headers } = refusalHead(errors[0]!);
  return new Refusal(errors, status, headers);
}

/** The error of ours in whatever was thrown. */
export function domainErrorOf(error: unknown): DomainError | undefined {
  if (!(error instanceof Refusal)) return domainErrorIn(error);
  return error.errors.find((one) => one instanceof DomainError);
}

/** With which status and headers the guard and the engine refuse. */
function refusalHead(error: DomainError): { status: number; headers: Headers } {
  // The operation was executed, and its changes stand.
  if (error.code === ERRORS.ANSWER_TOO_LARGE.code) return { status: 200, headers: NO_HEADERS };
  if (error.code !== COMMON.RATE_LIMITED.code) return { status: 400, headers: NO_HEADERS };
  return { status: 429, headers: { 'retry-after': String(Number(error.facts.retryAfterSeconds)) } };
}

/** The body of an answer that holds errors and nothing else. */
export function errorsText(errors: readonly GraphQLFormattedError[]): string {
  return JSON.stringify({ errors });
}

/** Refuses what has another form than a request of GraphQL over HTTP. */
export function badRequest(message: string): Error {
  return refusal(ERRORS.BAD_REQUEST.raise(message), 400);
}
