import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { QueryFailedError } from 'typeorm';
import { createLogger } from '../../../subgraphs/kit/observability/logger.js';

describe('the log', () => {
  const failed = new QueryFailedError(
    'insert into member values ($1)',
    ['SECRET'],
    Object.assign(new Error('duplicate key value violates unique constraint "member_nullifier"'), {
      code: '23505',
      detail: 'Key (nullifier)=(SECRET) already exists.',
      where: "unnamed portal parameter $1 = 'SECRET'",
    }),
  );
  const cases = [
    { name: 'a failed statement', err: failed },
    { name: 'one that graphql wrapped', err: new GraphQLError('wrapped', { originalError: failed }) },
    { name: 'one that caused another', err: new Error('outer', { cause: failed }) },
  ];

  const logged = (err: unknown): string => {
    let written = '';
    const destination = new Writable({
      write(chunk: Buffer, _, done) {
        written += chunk.toString('utf8');
        done();
      },
    });
    createLogger('membership', 'info', destination).error({ err }, 'a request failed');
    return written;
  };

  it.each(cases)('says what failed and holds no value of a row, for $name', ({ err }) => {
    const written = logged(err);
    expect(written).toContain('member_nullifier');
    expect(written).not.toContain('SECRET');
  });

  const long = new QueryFailedError('select $1', [], new Error(`word too long: "${'x'.repeat(200_000)}"`));
  it.each([
    { name: 'a failed statement', err: long },
    { name: 'one that graphql wrapped', err: new GraphQLError(long.message, { originalError: long }) },
    { name: 'one that caused another', err: new Error('outer', { cause: long }) },
  ])('repeats no more than the beginning of what was sent, for $name', ({ err }) => {
    const written = logged(err);
    expect(written).toContain('word too long');
    expect(written.length).toBeLessThan(20_000);
  });
});
