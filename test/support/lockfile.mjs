import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Binaries for other platforms are optional dependencies. A registry that does not carry them lets npm write a lock
 * without them, which `npm ci` then refuses everywhere. `node test/support/lockfile.mjs` adds what is missing.
 */
export const LOCKFILES = ['../../package-lock.json', '../../bench/package-lock.json'].map(
  (path) => new URL(path, import.meta.url),
);

/** Optional dependencies of a lock that have no entry in it: their names, versions, and who wants them. */
export function missingOptional({ packages }) {
  return Object.entries(packages).flatMap(([path, wanting]) =>
    Object.entries(wanting.optionalDependencies ?? {})
      .filter(([name]) => !isFound(packages, path, name))
      .map(([name, version]) => ({ name, version, dev: wanting.dev })),
  );
}

/** Looks where Node would: beside the dependent, then in each folder above. */
function isFound(packages, path, name) {
  const above = path.slice(0, Math.max(path.lastIndexOf('/node_modules/'), 0));
  if (packages[`${path ? `${path}/` : ''}node_modules/${name}`]) return true;
  return path !== '' && isFound(packages, above, name);
}

const SYSTEMS = ['darwin', 'win32', 'freebsd', 'openharmony', 'android', 'linux'];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'arm'];

function entryOf({ name, version, dev }) {
  const os = SYSTEMS.find((system) => name.includes(system));
  const cpu = PROCESSORS.find((processor) => name.includes(processor));
  if (!os || !cpu) throw new Error(`for which platform is ${name}?`);
  const libc = name.includes('musl')
    ? ['musl']
    : os === 'linux' && name.includes('gnu')
      ? ['glibc']
      : undefined;
  const exact = version.replace(/^[\^~]/, '');
  return { version: exact, ...(dev && { dev }), cpu: [cpu], ...(libc && { libc }), optional: true, os: [os] };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const file of LOCKFILES) {
    const lock = JSON.parse(readFileSync(file, 'utf8'));
    for (const missing of missingOptional(lock))
      lock.packages[`node_modules/${missing.name}`] = entryOf(missing);
    lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  }
}
