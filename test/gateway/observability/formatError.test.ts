import { describe, expect, test } from '@jest/globals';
import { GraphQLError, parse, Source } from 'graphql';
import { pino } from 'pino';
import { ErrorFormatter } from '../../../gateway/observability/errorFormatter.js';
import { formatError, passOnError } from '../../../gateway/observability/formatError.js';
import { Complaint, refusal, Refusal } from '../../../gateway/observability/refusal.js';
import type { RequestTrace } from '../../../gateway/observability/requestTrace.js';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';

function format(error: unknown, hints = false) {
  const logged: unknown[] = [];
  const log = (whole: unknown): void => void logged.push(whole);
  const answer = formatError(error, { requestId: 'r-1', log, hints });
  return { answer, logged };
}

function passOn(wire: Parameters<typeof passOnError>[0]) {
  const logged: unknown[] = [];
  const log = (whole: unknown): void => void logged.push(whole);
  return { answer: passOnError(wire, { requestId: 'r-1', log }), logged };
}

const masked = {
  message: 'Something went wrong on our side.',
  extensions: { code: 'INTERNAL_SERVER_ERROR', retry: 'later', requestId: 'r-1' },
};
const named = (code: string, more = {}) => new GraphQLError('secret', { extensions: { code, ...more } });

describe('an error in an answer', () => {
  test('of ours has its code, retry and facts', () => {
    const error = COMMON.FORBIDDEN.raise('No.', { role: 'STEWARD' });
    const want = { message: 'No.', extensions: { code: 'FORBIDDEN', retry: 'never', role: 'STEWARD' } };
    expect(format(error).answer).toEqual(want);
    expect(format(new GraphQLError('x', { originalError: error })).answer).toEqual(want);
  });

  test('of ours keeps its code against a fact of that name', () => {
    expect(
      format(COMMON.FORBIDDEN.raise('No.', { code: 'OTHER', retry: 'later' })).answer.extensions,
    ).toEqual({ code: 'FORBIDDEN', retry: 'never' });
  });

  test('of a service stays as it is, where it is', () => {
    const wire = {
      message: 'No.',
      path: ['a', 0],
      extensions: { code: 'BALLOT_ALREADY_CAST', retry: 'never' },
    };
    expect(passOn(wire).answer).toEqual(wire);
  });

  test('of a service that was masked names the request, and is logged', () => {
    const extensions = { code: 'INTERNAL_SERVER_ERROR', retry: 'later' };
    const { answer, logged } = passOn({ message: 'Something.', path: ['a'], extensions });
    expect(answer.extensions).toEqual({ ...extensions, requestId: 'r-1' });
    expect(logged).toEqual([{ message: 'Something.', path: ['a'], code: extensions.code }]);
  });

  test('of a service that the caller may see is not logged', () => {
    const wire = { message: 'No.', extensions: { code: 'NOT_FOUND', retry: 'never' } };
    expect(passOn(wire).logged).toEqual([]);
  });

  test.each([
    ['thrown by a mistake', new Error('secret')],
    ['wrapped around one', new GraphQLError('secret', { originalError: new Error('secret') })],
    ['with a code of nobody', named('SECRET_THING')],
    ['with a code of ours that we have not given it', named('FORBIDDEN', { retry: 'never' })],
    ['with an inherited name for a code', named('constructor')],
    ['that is no error', undefined],
  ])('%s is masked, and logged whole', (_, error) => {
    const { answer, logged } = format(error);
    expect(answer).toEqual(masked);
    expect(logged).toEqual([error]);
  });

  test('that complains of the document has a code and its place, and no more', () => {
    const error = new GraphQLError('No such field.', {
      source: new Source('{ a }'),
      positions: [2],
      extensions: { stacktrace: ['secret'] },
    });
    const { answer, logged } = format(new Complaint(COMMON.GRAPHQL_VALIDATION_FAILED, error));
    expect(answer).toEqual({
      message: 'No such field.',
      locations: [{ line: 1, column: 3 }],
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', retry: 'corrected' },
    });
    expect(logged).toEqual([]);
  });

  test('suggests names only where the schema is shown', () => {
    const message = 'Cannot query field "a". Did you mean "b", "c", or "d"?';
    const complaint = new Complaint(COMMON.GRAPHQL_VALIDATION_FAILED, new GraphQLError(message));
    expect(format(complaint, true).answer.message).toContain('"d"');
    expect(format(complaint, false).answer.message).toBe('Cannot query field "a".');
  });
});

describe('the errors of one request', () => {
  const errors = new ErrorFormatter(pino({ level: 'silent' }), true);
  const traceOf = (requestId: string): RequestTrace => ({ requestId, codes: [] });

  test('are all told, each with its code in the trace of that request', () => {
    const [one, other] = [traceOf('one'), traceOf('other')];
    const two = [COMMON.BAD_USER_INPUT.raise('a'), COMMON.FORBIDDEN.raise('b')];
    expect(errors.format(new Refusal(two, 400), one).map(({ message }) => message)).toEqual(['a', 'b']);
    errors.format(refusal(COMMON.NOT_FOUND.raise('c'), 404), other);
    expect(one.codes).toEqual(['BAD_USER_INPUT', 'FORBIDDEN']);
    expect(other.codes).toEqual(['NOT_FOUND']);
  });

  test('repeat no more of it than 1 KiB together, and begin anew with the next', () => {
    const long = COMMON.BAD_USER_INPUT.raise('x'.repeat(5_000));
    const told = (trace: RequestTrace) =>
      errors
        .format(new Refusal([long, long, long], 400), trace)
        .reduce((sum, { message }) => sum + message.length, 0);
    expect(told(traceOf('one'))).toBeLessThan(1_024);
    expect(told(traceOf('other'))).toBe(told(traceOf('third')));
  });

  test('of a syntax error name the place', () => {
    let thrown: unknown;
    try {
      parse('{ a');
    } catch (error) {
      thrown = error;
    }
    const complaint = new Complaint(COMMON.GRAPHQL_PARSE_FAILED, thrown as GraphQLError);
    expect(errors.format(new Refusal([complaint], 400), traceOf('one'))).toMatchObject([
      { locations: [{ line: 1, column: 4 }], extensions: { code: 'GRAPHQL_PARSE_FAILED' } },
    ]);
  });
});
