import { describe } from '@jest/globals';

/**
 * `npm test` runs each test in its small form: a few of the deaths, documents and connections that it can try. `.ci/run`
 * runs the full ones: `FULL=true npm test`.
 */
export const FULL = process.env.FULL === 'true';

/** For what has no small form. */
export const describeInFull = FULL ? describe : describe.skip;
