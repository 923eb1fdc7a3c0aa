export default {
  runner: '<rootDir>/test/support/groups/runner.mjs',
  testEnvironment: '<rootDir>/test/support/groups/environment.mjs',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': '@swc/jest' },
  globalSetup: '<rootDir>/test/support/globalSetup.mjs',
  globalTeardown: '<rootDir>/test/support/globalTeardown.mjs',
  reporters: ['default', '<rootDir>/test/support/slowestFiles.mjs'],
  testTimeout: 30_000,
  // For two cores: while one waits for processes or the clock, two others work.
  maxWorkers: 3,
};
