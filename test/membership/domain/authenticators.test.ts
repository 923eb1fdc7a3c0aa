import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import {
  AUTHENTICATORS_MAX,
  activeKeys,
  requireAddable,
  requireRevocable,
} from '../../../subgraphs/membership/domain/authenticators.js';

const at = new Date('2026-03-01');
const one = (key: string, revoked = false) => ({
  id: newId('aut'),
  key,
  addedAt: at,
  revokedAt: revoked ? at : null,
});
const full = Array.from({ length: AUTHENTICATORS_MAX }, (_, index) => one(`k${index}`));
const code = (name: string) => expect.objectContaining({ code: name });

describe('authenticators', () => {
  it('are active until they are revoked', () => {
    expect(activeKeys([one('a'), one('b', true), one('c')])).toEqual(['a', 'c']);
  });

  it('do not come twice, nor come back', () => {
    expect(() => requireAddable([one('a')], 'a')).toThrow(code('AUTHENTICATOR_ALREADY_KNOWN'));
    expect(() => requireAddable([one('a'), one('b', true)], 'b')).toThrow(
      code('AUTHENTICATOR_ALREADY_KNOWN'),
    );
    expect(() => requireAddable([one('a')], 'b')).not.toThrow();
  });

  it('are so many and no more; one can still take the place of another', () => {
    expect(() => requireAddable(full, 'new')).toThrow(code('AUTHENTICATOR_LIMIT'));
    expect(() => requireAddable(full, 'new', 1)).not.toThrow();
    expect(() => requireAddable([...full.slice(1), one('old', true)], 'new')).not.toThrow();
  });

  it('are never revoked to the last', () => {
    expect(() => requireRevocable([one('a')], 'a')).toThrow(code('AUTHENTICATOR_IS_LAST'));
    expect(() => requireRevocable([one('a'), one('b', true)], 'a')).toThrow(code('AUTHENTICATOR_IS_LAST'));
    expect(() => requireRevocable([one('a'), one('b')], 'a')).not.toThrow();
  });
});
