import { readPage, toPage } from '../../kit/schema/connection.js';
import type { Page, PageArgs } from '../../kit/schema/connection.js';
import type { NegotiationState } from '../domain/licenceState.js';
import { mayKnow, OF_NOBODY } from '../service/mayKnow.js';
import type { LicencesOf } from '../store/licenceStore.js';
import { loadLicence } from './context.js';
import type { Context } from './context.js';
import { toLicenceType } from './licence.type.js';
import type { LicenceType } from './licence.type.js';

/** To those who may not know of it, a licence that is looks like one that is not. */
export async function findLicence(id: string, context: Context): Promise<LicenceType | null> {
  const licence = await loadLicence(context, id);
  return (await mayKnow(context.viewer, licence ?? OF_NOBODY)) && licence ? toLicenceType(licence) : null;
}

export async function findLicences(
  { services }: Context,
  of: LicencesOf,
  state: NegotiationState | null,
  args: PageArgs,
): Promise<Page<LicenceType>> {
  const page = readPage(args, 1);
  return toPage(await services.licences.page(of, state ?? null, page), page, ({ id }) => [id], toLicenceType);
}
