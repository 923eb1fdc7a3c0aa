import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UUID } from 'uuidv7';
import { idOf, isId, newId, prefixOf, requireId, uuidOf } from '../../../subgraphs/kit/domain/ids.js';

const uuid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => UUID.ofInner(bytes));

describe('TypeIDs', () => {
  // From the specification's valid.json.
  const published = [
    ['00000000-0000-0000-0000-000000000000', 'prefix_00000000000000000000000000'],
    ['00000000-0000-0000-0000-000000000001', 'prefix_00000000000000000000000001'],
    ['00000000-0000-0000-0000-00000000000a', 'prefix_0000000000000000000000000a'],
    ['00000000-0000-0000-0000-000000000020', 'prefix_00000000000000000000000010'],
    ['ffffffff-ffff-ffff-ffff-ffffffffffff', 'prefix_7zzzzzzzzzzzzzzzzzzzzzzzzz'],
    ['0110c853-1d09-52d8-d73e-1194e95b5f19', 'prefix_0123456789abcdefghjkmnpqrs'],
    ['01890a5d-ac96-774b-bcce-b302099a8057', 'prefix_01h455vb4pex5vsknk084sn02q'],
  ] as const;
  it.each(published)('writes %s as the specification does', (text, id) => {
    expect(idOf('prefix', UUID.parse(text))).toBe(id);
    expect(uuidOf(requireId('prefix', id)).toString()).toBe(text);
  });

  it('gives back the UUID of any id', () => {
    fc.assert(fc.property(uuid, (value) => uuidOf(idOf('mem', value)).equals(value)));
  });

  it('sorts as the UUIDs do', () => {
    fc.assert(
      fc.property(uuid, uuid, (a, b) => {
        const [x, y] = [idOf('mem', a), idOf('mem', b)];
        expect(Math.sign(a.compareTo(b))).toBe(x < y ? -1 : x > y ? 1 : 0);
      }),
    );
  });

  it('makes ids that sort by birth and never repeat', () => {
    const ids = Array.from({ length: 2000 }, () => newId('prp'));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('makes ids that are ids of their kind', () => {
    const id = newId('mem');
    expect(requireId('mem', id)).toBe(id);
    expect(prefixOf(id)).toBe('mem');
  });

  const suffix = '01h455vb4pex5vsknk084sn02q';
  const refused: [string, unknown][] = [
    ['another kind', `prp_${suffix}`],
    ['a kind that begins alike', `memo_${suffix}`],
    ['no kind', suffix],
    ['an empty kind', `_${suffix}`],
    ['capitals in the kind', `Mem_${suffix}`],
    ['capitals in the suffix', `mem_${suffix.toUpperCase()}`],
    ['a suffix too short', `mem_${suffix.slice(1)}`],
    ['a suffix too long', `mem_${suffix}0`],
    ['more than 128 bits', `mem_8${suffix.slice(1)}`],
    ["a letter outside Crockford's alphabet", `mem_${suffix.slice(1)}l`],
    ['a hyphen', `mem-${suffix}`],
    ['space before', ` mem_${suffix}`],
    ['a line end after', `mem_${suffix}\n`],
    ['nothing', ''],
    ['a number', 7],
    ['null', null],
    ['an object that reads as an id', { toString: () => `mem_${suffix}` }],
  ];
  it.each(refused)('refuses %s', (_name, value) => {
    expect(isId('mem', value)).toBe(false);
    expect(() => requireId('mem', value)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});
