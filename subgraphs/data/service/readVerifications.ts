import type { Viewer } from '../../kit/identity/viewer.js';
import type { CursorKey } from '../../kit/schema/connection.js';
import { inOrder } from '../../kit/loaders/loaders.js';
import type { Store } from '../../kit/store/store.js';
import type { Verification } from '../domain/verification.js';
import { statementKeys } from '../store/computeKeyStore.js';
import { auditedVerifications, verificationsOf } from '../store/verificationStore.js';
import type { AuditedVerification } from '../store/verificationStore.js';

/** Keys that one answer lists; a worker makes a new one only where its folder was lost. */
const STATEMENT_KEYS_MAX = 100;

/** What the compute worker found of contributions. Who asks for an audit is judged before, by the field. */
export function readVerifications(store: Store) {
  return {
    /** Of the viewer's own contributions, in the order of the ids; null for all others, and while nobody has looked. */
    async own(viewer: Viewer, contributionIds: readonly string[]): Promise<(Verification | null)[]> {
      const found: Verification[] = [];
      for (const { cooperativeId: cooperative, memberId } of await viewer.standings()) {
        const verified = await store.transaction({ cooperative }, (tx) =>
          verificationsOf(tx, contributionIds),
        );
        found.push(...[...verified.values()].filter((one) => one.memberId === memberId));
      }
      return inOrder(contributionIds, found, ({ contributionId }) => contributionId);
    },

    /** Of all live contributions to a dataset, one more than asked for. */
    audited(
      cooperative: string,
      datasetId: string,
      { first, after }: { readonly first: number; readonly after: CursorKey | null },
    ): Promise<AuditedVerification[]> {
      const [pseudonym, cid] = after ?? [];
      const behind = after && ([String(pseudonym), String(cid)] as const);
      return store.transaction({ cooperative }, (tx) =>
        auditedVerifications(tx, datasetId, behind, first + 1),
      );
    },

    /** By which keys statements are checked, the newest first. */
    keys(): Promise<string[]> {
      return store.transaction({}, (tx) => statementKeys(tx, STATEMENT_KEYS_MAX));
    },
  };
}
