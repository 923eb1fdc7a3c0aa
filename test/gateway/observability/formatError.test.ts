import { describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { AnswerError } from '../../../gateway/engine/response/answer.js';
import { formatAnswerError } from '../../../gateway/observability/formatError.js';
import { refusal } from '../../../gateway/observability/refusal.js';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';

function format(error: GraphQLError | Error, hints = false) {
  const logged: unknown[] = [];
  const formatted = error instanceof GraphQLError ? error.toJSON() : { message: error.message };
  const answer = formatAnswerError(formatted, error, {
    requestId: 'r-1',
    log: (whole) => void logged.push(whole),
    hints,
  });
  return { answer, logged };
}

const masked = {
  message: 'Something went wrong on our side.',
  extensions: { code: 'INTERNAL_SERVER_ERROR', retry: 'later', requestId: 'r-1' },
};
const named = (code: string, more = {}) => new GraphQLError('secret', { extensions: { code, ...more } });

describe('an error in an answer', () => {
  test('of ours has its code, retry and facts, and nothing of HTTP', () => {
    const error = COMMON.FORBIDDEN.raise('No.', { role: 'STEWARD' });
    const want = { message: 'No.', extensions: { code: 'FORBIDDEN', retry: 'never', role: 'STEWARD' } };
    expect(format(error).answer).toEqual(want);
    expect(format(refusal(error, 400, { x: 'y' })).answer).toEqual(want);
  });

  test('of ours keeps its code against a fact of that name', () => {
    expect(
      format(COMMON.FORBIDDEN.raise('No.', { code: 'OTHER', retry: 'later' })).answer.extensions,
    ).toEqual({ code: 'FORBIDDEN', retry: 'never' });
  });

  test('of an answer stays as it is, where it is', () => {
    const wire = {
      message: 'No.',
      path: ['a', 0],
      extensions: { code: 'BALLOT_ALREADY_CAST', retry: 'never' },
    };
    expect(format(new AnswerError(wire)).answer).toEqual(wire);
  });

  test('of an answer that was masked names the request, and is logged', () => {
    const masked = { code: 'INTERNAL_SERVER_ERROR', retry: 'later' };
    const wire = { message: 'Something.', path: ['a'], extensions: masked };
    const { answer, logged } = format(new AnswerError(wire));
    expect(answer.extensions).toEqual({ ...masked, requestId: 'r-1' });
    expect(logged).toEqual([{ message: 'Something.', path: ['a'], code: masked.code }]);
  });

  test('of an answer that the caller may see is not logged', () => {
    const wire = { message: 'No.', extensions: { code: 'NOT_FOUND', retry: 'never' } };
    expect(format(new AnswerError(wire)).logged).toEqual([]);
  });

  test.each([
    ['thrown by a mistake', new Error('secret')],
    ['wrapped around one', new GraphQLError('secret', { originalError: new Error('secret') })],
    ['with a code of nobody', named('SECRET_THING')],
    ["with a code and a retry that are not an answer's", named('FORBIDDEN', { retry: 'never' })],
    ['with an inherited name for a code', named('constructor')],
  ])('%s is masked, and logged whole', (_, error) => {
    const { answer, logged } = format(error);
    expect(answer).toEqual(masked);
    expect(logged).toEqual([error]);
  });

  test.each([
    ['of the document', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_PARSE_FAILED'],
    ['of its fit', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED'],
    ['of the variables', 'BAD_USER_INPUT', 'BAD_USER_INPUT'],
    ['of the request', 'BAD_REQUEST', 'BAD_REQUEST'],
    ['of a stored operation', 'PERSISTED_QUERY_NOT_SUPPORTED', 'BAD_REQUEST'],
  ])('that complains %s has a code and no more', (_, code, want) => {
    const { answer, logged } = format(named(code, { stacktrace: ['secret'] }));
    expect(answer.extensions).toEqual({ code: want, retry: 'corrected' });
    expect(logged).toEqual([]);
  });

  test('suggests names only where the schema is shown', () => {
    const error = new GraphQLError('Cannot query field "a". Did you mean "b", "c", or "d"?', {
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
    expect(format(error, true).answer.message).toContain('"d"');
    expect(format(error, false).answer.message).toBe('Cannot query field "a".');
  });
});
