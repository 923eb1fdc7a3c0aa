import { describe, expect, test } from '@jest/globals';
import { readArguments } from '../../gateway/arguments.js';

describe('the command line', () => {
  const taken = [
    { given: [], want: { kind: 'cooperative', alone: false } },
    { given: ['--alone'], want: { kind: 'cooperative', alone: true } },
    {
      given: ['--supergraph', 'a.graphql'],
      want: { kind: 'supergraph', file: 'a.graphql', port: undefined },
    },
    {
      given: ['--alone', '--supergraph', 'a.graphql', '--port', '0'],
      want: { kind: 'supergraph', file: 'a.graphql', port: 0 },
    },
    { given: ['--supergraph=a', '--port=65535'], want: { kind: 'supergraph', file: 'a', port: 65_535 } },
  ];
  test.each(taken)('$given is taken', ({ given, want }) => {
    expect(readArguments(given)).toEqual(want);
  });

  const refused = [
    { given: ['--supergraph'], why: /argument missing/ },
    { given: ['--supergraph', ''], why: /takes the path of a file/ },
    { given: ['--supergraph', 'a', 'b'], why: /Unexpected argument 'b'/ },
    { given: ['a.graphql'], why: /Unexpected argument 'a.graphql'/ },
    { given: ['--super', 'a'], why: /Unknown option '--super'/ },
    { given: ['--port', '4000'], why: /--port goes with --supergraph/ },
    { given: ['--supergraph', 'a', '--port', '65536'], why: /up to 65535/ },
    { given: ['--supergraph', 'a', '--port', '80a'], why: /up to 65535/ },
    { given: ['--supergraph', 'a', '--port', ''], why: /up to 65535/ },
    { given: ['--supergraph', 'a', '--port=-1'], why: /up to 65535/ },
  ];
  test.each(refused)('$given is refused, with how it is meant', ({ given, why }) => {
    expect(() => readArguments(given)).toThrow(why);
    expect(() => readArguments(given)).toThrow(/usage: npm start/);
  });
});
