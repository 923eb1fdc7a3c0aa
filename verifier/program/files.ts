import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../fault.js';
import type { LogFiles } from '../source.js';

/** A folder that is a copy of a log's files. */
export function filesIn(folder: string): LogFiles {
  return { place: folder, read: (path, bytesMax) => readBytes(join(folder, path), bytesMax) };
}

/** @throws Fault FILE_MISSING, FILE_TOO_LARGE, UNREACHABLE */
export async function readBytes(path: string, bytesMax: number): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > bytesMax) throw new Fault('FILE_TOO_LARGE', `${path} has more than ${bytesMax} bytes.`);
      return Uint8Array.from(await file.readFile());
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new Fault('FILE_MISSING', `There is no ${path}.`);
    throw new Fault('UNREACHABLE', `${path} cannot be read: ${code ?? 'no reason is known'}.`);
  }
}
