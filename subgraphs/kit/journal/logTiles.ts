import { COMMON } from '../errors/table.js';
import type { Scope } from '../store/scope.js';
import type { TileQuery } from './logPort.js';

/** Hashes in a full tile, and leaves in a full bundle. */
const TILE_WIDTH = 256n;
/** Levels of the tree between two levels of tiles. */
const TILE_HEIGHT = 8;

type Read = <Row>(scope: Scope, sql: string, parameters: unknown[]) => Promise<Row[]>;

/**
 * Tiles are not kept: a tile is a range of the complete subtrees that the log is kept as, which the key of their table
 * has side by side.
 *
 * @returns base64. @throws NOT_FOUND
 */
export async function readTile(read: Read, { cooperative, level, index, width }: TileQuery): Promise<string> {
  const from = index * TILE_WIDTH;
  const rows = await read<{ hash: Buffer }>(
    { reader: 'log' },
    `select hash from log_node
     where cooperative_id = $1 and level = $2 and node_index >= $3 and node_index < $4 order by node_index`,
    [cooperative, level * TILE_HEIGHT, String(from), String(from + BigInt(width))],
  );
  requireWhole(rows.length, width);
  return Buffer.concat(rows.map(({ hash }) => hash)).toString('base64');
}

/** @throws NOT_FOUND */
export async function readLeaves(
  read: Read,
  { cooperative, index, width }: Omit<TileQuery, 'level'>,
): Promise<string[]> {
  const from = index * TILE_WIDTH;
  const rows = await read<{ public_part: string }>(
    { cooperative },
    `select public_part from journal_entry
     where cooperative_id = $1 and log_index >= $2 and log_index < $3 order by log_index`,
    [cooperative, String(from), String(from + BigInt(width))],
  );
  requireWhole(rows.length, width);
  return rows.map(({ public_part: leaf }) => leaf);
}

function requireWhole(found: number, width: number): void {
  if (found < width) throw COMMON.NOT_FOUND.raise('The log has not grown so far yet.');
}
