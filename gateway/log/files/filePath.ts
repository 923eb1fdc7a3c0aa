import { SERVICE_NAMES } from '../../../subgraphs/kit/contracts/serviceNames.js';
import type { ServiceName } from '../../../subgraphs/kit/contracts/serviceNames.js';

/** Hashes in a full tile, and leaves in a full bundle. */
export const TILE_WIDTH = 256;

/** One of the files that a log is, as C2SP tlog-tiles has them. */
export type LogFile = { readonly service: ServiceName; readonly cooperative: string } & (
  | { readonly kind: 'checkpoint' }
  | { readonly kind: 'tile'; readonly level: number; readonly index: bigint; readonly width: number }
  | { readonly kind: 'entries'; readonly index: bigint; readonly width: number }
);

const PATH = new RegExp(`^/log/(${SERVICE_NAMES.join('|')})/(coop_[0-9a-z]{1,40})/(.{1,60})$`);
/** The whole index, in groups of three digits, and the width of a tile that is not full. */
const INDEX = '((?:x\\d{3}/){0,5}\\d{3})(?:\\.p/([1-9]\\d{0,2}))?';
const ENTRIES = new RegExp(`^tile/entries/${INDEX}$`);
/** Above level 7 is no hash of a log whose size is a 64-bit number. */
const TILE = new RegExp(`^tile/([0-7])/${INDEX}$`);

/**
 * Each file has one path, so that a cache or a mirror holds it once.
 *
 * @returns undefined for whatever is no path of a file.
 */
export function logFileAt(path: string): LogFile | undefined {
  const [, service, cooperative = '', file = ''] = PATH.exec(path) ?? [];
  const log = { service: service as ServiceName, cooperative };
  if (file === 'checkpoint') return { ...log, kind: 'checkpoint' };
  const [isEntries, ...ofEntries] = ENTRIES.exec(file) ?? [];
  if (isEntries !== undefined) return placed({ ...log, kind: 'entries' }, ofEntries);
  const [isTile, level, ...ofTile] = TILE.exec(file) ?? [];
  return isTile === undefined ? undefined : placed({ ...log, kind: 'tile', level: Number(level) }, ofTile);
}

function placed<T extends object>(
  file: T,
  [groups = '', partial]: readonly (string | undefined)[],
): (T & { index: bigint; width: number }) | undefined {
  // An index is written with as few groups as it needs.
  if (groups.startsWith('x000/')) return undefined;
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  if (partial !== undefined && width >= TILE_WIDTH) return undefined;
  return { ...file, index: BigInt(groups.replace(/[x/]/g, '')), width };
}
