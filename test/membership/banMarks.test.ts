import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../subgraphs/kit/domain/ids.js';
import { FileKeys } from '../../subgraphs/kit/identity/keys.js';
import { banMarks } from '../../subgraphs/membership/adapters/banMarks.js';

describe('the mark of a ban', () => {
  const dirs = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'bans-')));
  afterAll(() => dirs.forEach((dir) => rmSync(dir, { recursive: true })));
  const [here, there] = dirs.map((dir) => banMarks(new FileKeys(dir)));
  const [ours, theirs] = [newId('coop'), newId('coop')];
  const nullifier = 'ab'.repeat(32);

  it('is one for a person in a co-op, and another in another co-op, and under other keys', () => {
    const mark = here!.of(ours, nullifier);
    expect(mark).toHaveLength(32);
    expect(banMarks(new FileKeys(dirs[0]!)).of(ours, nullifier)).toEqual(mark);
    expect(here!.of(theirs, nullifier)).not.toEqual(mark);
    expect(there!.of(ours, nullifier)).not.toEqual(mark);
    expect(here!.of(ours, 'cd'.repeat(32))).not.toEqual(mark);
  });
});
