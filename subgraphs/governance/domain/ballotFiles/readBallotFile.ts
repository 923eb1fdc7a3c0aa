import type { BallotFile } from './ballotFile.js';
import { readBlt } from './blt.js';
import { readDebian } from './debian.js';
import { readPrefLib } from './prefLib.js';

/** Reads a file of ballots in whichever of the known formats it is. @throws BallotFileError */
export function readBallotFile(text: string): BallotFile {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (/^# NUMBER ALTERNATIVES:/m.test(plain)) return readPrefLib(plain);
  if (/^V:[ \t]/m.test(plain)) return readDebian(plain);
  return readBlt(plain);
}
