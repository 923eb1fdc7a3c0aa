import { readFileSync } from 'node:fs';

const DIRECTORY = new URL('../../support/vectors/', import.meta.url);

export function readVector(name: string): string {
  return readFileSync(new URL(name, DIRECTORY), 'utf8');
}
