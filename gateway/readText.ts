import { readFileSync } from 'node:fs';

const TROUBLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
};

/** A file that somebody has named on a command line. @throws Error in words */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new Error(`${file} cannot be read: ${TROUBLE[code] ?? message}`, { cause: error });
  }
}
