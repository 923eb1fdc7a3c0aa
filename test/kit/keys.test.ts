import { sign, verify } from 'node:crypto';
import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FileKeys } from '../../subgraphs/kit/identity/keys.js';

const folder = () => mkdtempSync(join(tmpdir(), 'keys-'));

describe('keys kept in files', () => {
  it('gives two processes that ask at once the same key', () => {
    const dir = folder();
    const first = new FileKeys(dir).signing('governance/log', 'ed25519');
    const second = new FileKeys(dir).signing('governance/log', 'ed25519');
    const signature = sign(null, Buffer.from('x'), first.privateKey);
    expect(verify(null, Buffer.from('x'), second.publicKey, signature)).toBe(true);
  });

  it('lets others pin the public half, and knows none before it is made', () => {
    const dir = folder();
    const reader = new FileKeys(dir);
    expect(reader.pinned('data/log')).toBeUndefined();
    const made = new FileKeys(dir).signing('data/log', 'ed25519');
    expect(reader.pinned('data/log')!.export({ format: 'jwk' })).toEqual(
      made.publicKey.export({ format: 'jwk' }),
    );
  });

  it('writes private keys for the owner alone, and no private part into the public half', () => {
    const dir = folder();
    const keys = new FileKeys(dir);
    keys.signing('payouts/log', 'ed25519');
    expect(statSync(join(dir, 'payouts/log.json')).mode & 0o077).toBe(0);
    expect(keys.pinned('payouts/log')!.type).toBe('public');
    expect(readdirSync(join(dir, 'payouts'))).toEqual(['log.json']);
  });

  it('keeps a secret of the length asked for', () => {
    const dir = folder();
    const secret = new FileKeys(dir).secret('rail/webhooks', 32);
    expect(secret).toHaveLength(32);
    expect(new FileKeys(dir).secret('rail/webhooks', 32)).toEqual(secret);
  });
});
