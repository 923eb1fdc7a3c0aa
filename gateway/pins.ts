import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FileKeys } from '../subgraphs/kit/identity/keys.js';
import { KEY_OWNERS, publish } from '../subgraphs/kit/identity/publishedKeys.js';
import type { KeyOwner } from '../subgraphs/kit/identity/publishedKeys.js';
import { readSettings, settingsSchema } from '../subgraphs/kit/settings.js';

/** Makes the keys of one process in its DATA_DIR, unless they are there, and prints what the others pin of them. */
const [owner, ...more] = process.argv.slice(2);
if (!isOwner(owner) || more.length > 0) {
  console.error(`whose keys? npm run --silent pins -- <${KEY_OWNERS.join(' | ')}>`);
  process.exit(1);
}
try {
  const { DATA_DIR } = readSettings(settingsSchema.pick({ DATA_DIR: true }), process.env);
  const keysDir = join(resolve(DATA_DIR), 'keys');
  mkdirSync(keysDir, { recursive: true, mode: 0o700 });
  console.log(JSON.stringify(publish(new FileKeys(keysDir), owner), null, 2));
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}

function isOwner(name: string | undefined): name is KeyOwner {
  return KEY_OWNERS.some((owner) => owner === name);
}
