import type { RequestContext } from '../../kit/service/context.js';
import type { Cooperative } from '../domain/cooperative.js';
import type { Dataset } from '../domain/dataset.js';
import type { Job } from '../domain/job.js';
import type { Licence, NegotiationStep } from '../domain/licence.js';
import type { Offer } from '../domain/offer.js';
import type { DataServices } from '../service/index.js';
import type { OneLicence } from '../service/readLicences.js';

export type Context = RequestContext<DataServices>;

/** One dataset of any co-op, read together with the others that this request asks for; so are those below. */
export function loadDataset({ loader, services }: Context, id: string): Promise<Dataset | null> {
  return loader<string, Dataset | null>('dataset', (ids) => services.datasets.byIds(ids)).load(id);
}

/** The published offers of a dataset, newest first. */
export function loadPublishedOffers({ loader, services }: Context, datasetId: string): Promise<Offer[]> {
  return loader<string, Offer[]>('offers of dataset', (ids) => services.datasets.offers(ids)).load(datasetId);
}

/** The co-op that published a dataset, as the catalogue knows it. */
export function loadPublisher({ loader, services }: Context, id: string): Promise<Cooperative | null> {
  return loader<string, Cooperative | null>('publisher', (ids) => services.datasets.publishers(ids)).load(id);
}

/** An offer, published or not, whoever asks: callers judge what may be seen. */
export function loadOffer({ loader, services }: Context, id: string): Promise<Offer | null> {
  return loader<string, Offer | null>('offer', (ids) => services.licences.offersByIds(ids)).load(id);
}

/** A licence, whoever asks. */
export function loadLicence({ loader, services }: Context, id: string): Promise<Licence | null> {
  return loader<string, Licence | null>('licence', (ids) => services.licences.byIds(ids)).load(id);
}

/** The steps of a negotiation, oldest first, whoever asks. */
export function loadSteps({ loader, services }: Context, of: OneLicence): Promise<NegotiationStep[]> {
  return loader<OneLicence, NegotiationStep[]>('steps of licence', (licences) =>
    services.licences.steps(licences),
  ).load(of);
}

/** A job, whoever asks. */
export function loadJob({ loader, services }: Context, id: string): Promise<Job | null> {
  return loader<string, Job | null>('job', (ids) => services.jobs.byIds(ids)).load(id);
}

/** The place of a job among all that wait. */
export function loadQueuePosition({ loader, services }: Context, jobId: string): Promise<number | null> {
  return loader<string, number | null>('queue position', (ids) => services.jobs.queuePositions(ids)).load(
    jobId,
  );
}
