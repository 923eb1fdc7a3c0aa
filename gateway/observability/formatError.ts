import type { GraphQLFormattedError } from 'graphql';
import { domainErrorIn } from '../../subgraphs/kit/errors/format.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { Complaint } from './refusal.js';

export interface FormatOptions {
  /** Given with a masked error, so that the caller's report finds it in our log. */
  requestId: string;
  /** Receives, whole, every error that the caller does not get to see. */
  log: (error: unknown) => void;
  /** Whether names of the schema may be suggested. */
  hints: boolean;
}

const SUGGESTION = /\s*Did you mean [^]*?\?$/;

/**
 * The one wire shape of whatever went wrong in the gateway itself: our refusals with their code, retry and facts;
 * complaints about the document with a code and their place; anything else as INTERNAL_SERVER_ERROR.
 */
export function formatError(
  thrown: unknown,
  { requestId, log, hints }: FormatOptions,
): GraphQLFormattedError {
  if (thrown instanceof Complaint) {
    const { definition, locations } = thrown;
    const message = hints ? thrown.message : thrown.message.replace(SUGGESTION, '');
    const { code, retry } = definition;
    return { message, ...(locations && { locations }), extensions: { code, retry } };
  }
  const refused = domainErrorIn(thrown);
  if (refused) {
    const { message, facts, code, retry } = refused;
    return { message, extensions: { ...facts, code, retry } };
  }
  log(thrown);
  const { code, retry } = COMMON.INTERNAL_SERVER_ERROR;
  return { message: 'Something went wrong on our side.', extensions: { code, retry, requestId } };
}

/**
 * An error of an answer, which is in its wire shape already. A masked one names the request, so that the caller's report
 * finds it in our log, whoever was at fault.
 */
export function passOnError(
  wire: GraphQLFormattedError,
  { requestId, log }: Omit<FormatOptions, 'hints'>,
): GraphQLFormattedError {
  if (wire.extensions?.code !== COMMON.INTERNAL_SERVER_ERROR.code) return wire;
  log({ message: wire.message, path: wire.path, code: wire.extensions.code });
  return { ...wire, extensions: { ...wire.extensions, requestId } };
}
