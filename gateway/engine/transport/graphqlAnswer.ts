import type { GraphQLFormattedError } from 'graphql';
import { parseExact } from '../../../subgraphs/kit/wire/exactJson.js';
import { isRecord } from '../../../subgraphs/kit/wire/isRecord.js';
import { ENGINE_ERRORS } from '../errors.js';
import type { TransportAnswer } from './transport.js';

/**
 * Reads what a subgraph answered. What it says is a stranger's word: the shape is checked, of its errors so many are
 * kept as may be reported, and the places in its own document are dropped.
 *
 * @throws SUBGRAPH_ANSWER_INVALID unless it is an answer of the form that GraphQL prescribes.
 */
export function readGraphqlAnswer(text: string, errorsMax: number): TransportAnswer {
  return readAnswer(parsed(text), errorsMax);
}

/** As `readGraphqlAnswer`, of what somebody has parsed. @throws SUBGRAPH_ANSWER_INVALID */
export function readAnswer(answer: unknown, errorsMax: number): TransportAnswer {
  if (!isRecord(answer)) throw invalid('not an object');
  const { data, errors, extensions } = answer;
  if (!isRecord(data) && data !== null && data !== undefined) throw invalid('data is no object');
  // Servers that write every key write null where there are none.
  const read = errors === undefined || errors === null ? undefined : readErrors(errors, errorsMax);
  if (data === undefined && !read?.length) throw invalid('neither data nor errors');
  return {
    data,
    ...(read?.length && { errors: read }),
    ...(isRecord(extensions) && { extensions }),
  };
}

/** The first errors of an answer; where there are more, one at the end says how many. */
export function firstErrors(
  errors: readonly GraphQLFormattedError[],
  errorsMax: number,
): readonly GraphQLFormattedError[] {
  if (errors.length <= errorsMax) return errors;
  return [...errors.slice(0, errorsMax), omitted(errors.length - errorsMax)];
}

function readErrors(errors: unknown, errorsMax: number): GraphQLFormattedError[] {
  if (!Array.isArray(errors)) throw invalid('errors is no list');
  const read = errors.slice(0, errorsMax).map(readError);
  return errors.length > errorsMax ? [...read, omitted(errors.length - errorsMax)] : read;
}

function readError(error: unknown): GraphQLFormattedError {
  if (!isRecord(error) || typeof error.message !== 'string') throw invalid('an error has no message');
  const { message, path, extensions } = error;
  return { message, ...(isPath(path) && { path }), ...(isRecord(extensions) && { extensions }) };
}

function omitted(count: number): GraphQLFormattedError {
  const { code, retry } = ENGINE_ERRORS.SUBGRAPH_ERRORS_OMITTED;
  return {
    message: 'A service reported more errors than are passed on.',
    extensions: { code, retry, count },
  };
}

function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    throw invalid('not JSON');
  }
}

/** @param rule - what the answer breaks; for our log, through the error's cause. */
export function invalid(rule: string): Error {
  const error = ENGINE_ERRORS.SUBGRAPH_ANSWER_INVALID.raise('A service gave an answer that is none.');
  return Object.assign(error, { cause: new Error(rule) });
}

function isPath(value: unknown): value is (string | number)[] {
  return (
    Array.isArray(value) && value.every((step) => typeof step === 'string' || Number.isSafeInteger(step))
  );
}
