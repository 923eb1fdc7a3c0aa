import * as governance from '../../kit/contracts/entries/governance.js';
import * as membership from '../../kit/contracts/entries/membership.js';
import { on } from '../../kit/journal/reaction.js';
import type { Reaction } from '../../kit/journal/reaction.js';
import { followProhibitions } from '../service/followProhibitions.js';
import { withdrawForbiddenOffers } from '../service/withdrawForbiddenOffers.js';
import { insertCharter } from '../store/charterStore.js';
import { insertCooperative } from '../store/cooperativeStore.js';

/** Co-ops and their charters, as far as this service must know them. */
export const founding: Reaction[] = [
  on(membership.CooperativeFounded, ['cooperative'], (tx, { cooperative: { id, slug, name, did } }) =>
    insertCooperative(tx, { cooperativeId: id, slug, name, did }),
  ),
  on(
    governance.CharterEnacted,
    ['version', 'terms', 'effectiveAt'],
    async (tx, enacted, { cooperative: cooperativeId }) => {
      const charter = { cooperativeId, ...enacted };
      await insertCharter(tx, charter);
      await withdrawForbiddenOffers(tx, charter);
      await followProhibitions(tx, charter);
    },
  ),
];
