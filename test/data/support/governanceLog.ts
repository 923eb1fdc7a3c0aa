import { formatCheckpoint } from '../../../subgraphs/kit/domain/checkpoint.js';
import { fromHex, toBase64, toHex } from '../../../subgraphs/kit/domain/encoding.js';
import { appendLeaves, inclusionProof } from '../../../subgraphs/kit/domain/merkle.js';
import type { TreeNode } from '../../../subgraphs/kit/domain/merkle.js';
import { signNote } from '../../../subgraphs/kit/domain/note.js';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import type { LogPort } from '../../../subgraphs/kit/journal/logPort.js';
import { originAt } from '../../../subgraphs/kit/journal/origin.js';
import type { SigningKey } from '../../../subgraphs/kit/identity/keys.js';
import type { MemoryFeed } from '../../support/memoryFeed.js';

/** Governance's public log over what a test wrote into its journal, signed with whichever key the test says. */
export class GovernanceLog implements Pick<LogPort, 'inclusionProof'> {
  feed: MemoryFeed | undefined;
  key: SigningKey | undefined;
  /** While true the log has not grown over its last leaf. */
  behind = false;

  async inclusionProof(cooperative: string, index: bigint) {
    const leaves = this.feed!.ofCooperative(cooperative).map(({ leafHash }) => fromHex(leafHash)!);
    if (this.behind || index >= BigInt(leaves.length))
      throw COMMON.NOT_FOUND.raise('No leaf at that index yet.');
    const none = () => Promise.reject(new Error('an empty tree has no nodes'));
    const { size, root, nodes } = await appendLeaves(0n, leaves, none);
    const hashes = await inclusionProof(index, size, (level, at) =>
      Promise.resolve(nodeAt(nodes, level, at)),
    );
    const origin = originAt('http://127.0.0.1:4000', 'governance', cooperative);
    const note = signNote(formatCheckpoint({ origin, size, root }), origin, this.key!.privateKey);
    const checkpoint = { origin, size, root: toBase64(root), note, recordedAt: new Date() };
    return { index, size, leafHash: toHex(leaves[Number(index)]!), hashes: hashes.map(toBase64), checkpoint };
  }
}

function nodeAt(nodes: readonly TreeNode[], level: number, index: bigint): Uint8Array {
  const node = nodes.find((one) => one.level === level && one.index === index);
  if (!node) throw new Error(`no node ${level}/${index}`);
  return node.hash;
}
