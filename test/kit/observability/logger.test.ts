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

  it.each(cases)('says what failed and holds no value of a row, for $name', ({ err }) => {
    let written = '';
    const destination = new Writable({
      write(chunk: Buffer, _, done) {
        written += chunk.toString('utf8');
        done();
      },
    });
    createLogger('membership', 'info', destination).error({ err }, 'a request failed');
    expect(written).toContain('member_nullifier');
    expect(written).not.toContain('SECRET');
  });
});
