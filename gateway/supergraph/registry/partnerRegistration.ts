import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import { ERRORS } from '../../errors.js';
import { requirePartnerUrl } from '../partner/address.js';
import type { AddressRules } from '../partner/address.js';
import { OPEN_ENTITIES } from '../partner/openEntities.js';
import { isTypeOf } from '../partner/prefix.js';
import type { Authors, IssuedToken } from './authors.js';
import type { SubgraphSchema } from '../../engine/planner/composition.js';
import type { Partner, SubgraphStore } from './subgraphStore.js';
import { typesDefined } from './typesDefined.js';

export interface PartnerDeskOptions {
  store: SubgraphStore;
  authors: Authors;
  core(): Promise<readonly SubgraphSchema[]>;
  addresses: AddressRules;
}

/** Each costs sockets, memory and a place in every composition. */
const PARTNERS_MAX = 50;

/** Where operators admit partners. */
export class PartnerRegistration {
  constructor(private readonly options: PartnerDeskOptions) {}

  /**
   * Admits a partner, or changes its URL and whether it is told a pseudonym: its prefix is for good.
   *
   * @throws NAME_TAKEN, BAD_USER_INPUT
   */
  async register(partner: Partner, by: string): Promise<Partner> {
    const { store, addresses } = this.options;
    const url = requirePartnerUrl(partner.url, addresses);
    const [parts, known] = await Promise.all([this.options.core(), store.partners()]);
    const isNew = known.every(({ name }) => name !== partner.name);
    if (isNew && known.length >= PARTNERS_MAX) {
      throw COMMON.BAD_USER_INPUT.raise(`There are ${PARTNERS_MAX} partners already.`, {
        limit: PARTNERS_MAX,
      });
    }
    const taken = [...(await typesDefined(parts)), ...OPEN_ENTITIES.keys()];
    const reserved = taken.find((type) => isTypeOf(partner.prefix, type));
    if (reserved) {
      throw ERRORS.NAME_TAKEN.raise(`${reserved} begins with this prefix.`, { prefix: partner.prefix });
    }
    const registered = { ...partner, url: url.href };
    const isFree = parts.every(({ name }) => name !== partner.name);
    if (!isFree || !(await store.register(registered, by))) {
      const { name, prefix } = partner;
      throw ERRORS.NAME_TAKEN.raise('The name or the prefix is another’s, or the prefix was another one.', {
        name,
        prefix,
      });
    }
    return registered;
  }

  /** @throws NOT_FOUND */
  async issueToken(partner: string): Promise<IssuedToken> {
    const known = await this.options.store.partners();
    if (known.some(({ name }) => name === partner)) return this.options.authors.issue(partner);
    throw COMMON.NOT_FOUND.raise(`No partner is registered as ${partner}.`, { subgraph: partner });
  }
}
