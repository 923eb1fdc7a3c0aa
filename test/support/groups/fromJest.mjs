import { createRequire } from 'node:module';

/** Loads what comes along with jest, in the version that it uses itself. */
export const fromJest = createRequire(createRequire(import.meta.url).resolve('jest'));
