import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import semver from 'semver';

interface Lock {
  packages: Record<string, { engines?: { node?: string } }>;
}

const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  engines: { node: string };
};
const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as Lock;

/** A newcomer whose Node we call good enough reads no warning of npm's. */
describe('the versions of Node that we promise', () => {
  const promised = new semver.Range(engines.node);
  const wanting = Object.entries(lock.packages).filter(([, { engines }]) => engines?.node);

  it('are said for hundreds of packages, so that something is compared', () => {
    expect(wanting.length).toBeGreaterThan(100);
  });

  it.each([
    ...promised.set.map((range) => semver.minVersion(range.map(String).join(' '))!.version),
    '20.20.2',
  ])('are good enough for every package that is installed: %s', (version) => {
    expect(semver.satisfies(version, promised)).toBe(true);
    const unfit = wanting.filter(([, { engines }]) => !semver.satisfies(version, engines!.node!));
    expect(unfit.map(([path]) => path)).toEqual([]);
  });

  it('are those of the whole range: no package leaves out a release within it', () => {
    const narrower = wanting.filter(([, { engines }]) => !semver.subset(promised, engines!.node!));
    expect(narrower.map(([path, { engines }]) => `${path} wants ${engines!.node}`)).toEqual([]);
  });
});
