import { EMPTY_ROOT, appendLeaves } from '../../../subgraphs/kit/domain/merkle.js';
import type { NodeReader } from '../../../subgraphs/kit/domain/merkle.js';

/** A Merkle tree kept as its complete subtrees, in memory; refuses to store one twice. */
export class MemoryTree {
  size = 0n;
  root = EMPTY_ROOT;
  reads = 0;
  private readonly nodes = new Map<string, Uint8Array>();

  readonly nodeAt: NodeReader = (level, index) => {
    this.reads++;
    const hash = this.nodes.get(`${level}/${index}`);
    return hash ? Promise.resolve(hash) : Promise.reject(new Error(`no node ${level}/${index}`));
  };

  async append(leafHashes: readonly Uint8Array[]): Promise<void> {
    const { size, root, nodes } = await appendLeaves(this.size, leafHashes, this.nodeAt);
    for (const { level, index, hash } of nodes) {
      const key = `${level}/${index}`;
      if (this.nodes.has(key)) throw new Error(`node ${key} is stored already`);
      this.nodes.set(key, hash);
    }
    Object.assign(this, { size, root });
  }

  keys(): string[] {
    return [...this.nodes.keys()];
  }
}
