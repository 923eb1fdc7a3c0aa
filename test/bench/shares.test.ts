import { describe, expect, it } from '@jest/globals';
import { sharesOf } from '../../bench/gateway/shares.js';
import type { CpuProfile } from '../../bench/gateway/shares.js';

const frame = (functionName: string, url = '', lineNumber = 0) => ({ functionName, url, lineNumber });
const OURS = `file://${process.cwd()}/dist/gateway/run.js`;
const PEER = 'file:///house/node_modules/@scope/name/lib/a.js';

/** root → idle; root → walk → walk → parse; each sample 10 µs. */
const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame('(root)'), children: [2, 3] },
    { id: 2, callFrame: frame('(idle)') },
    { id: 3, callFrame: frame('walk', OURS, 4), children: [4] },
    { id: 4, callFrame: frame('walk', OURS, 4), children: [5] },
    { id: 5, callFrame: frame('', PEER, 9) },
  ],
  samples: [2, 2, 3, 4, 5, 5],
  timeDeltas: [10, 10, 10, 10, 10, 10],
};

describe('the shares of a profile', () => {
  const { parts, functions, calls } = sharesOf(profile);

  it('leave out the time in which there was nothing to do', () => {
    expect([...functions.values()].reduce((sum, share) => sum + share)).toBe(1);
  });

  it('are those of packages and of folders of ours', () => {
    expect(Object.fromEntries(parts)).toEqual({ 'dist/gateway': 0.5, '@scope/name': 0.5 });
  });

  it('name functions by where they stand, from line one', () => {
    expect(Object.fromEntries(functions)).toEqual({
      'walk  dist/gateway/run.js:5': 0.5,
      '(anonymous)  @scope/name/lib/a.js:10': 0.5,
    });
  });

  it('count what calls itself once', () => {
    expect(calls.get('walk  dist/gateway/run.js:5')).toBe(1);
  });
});
