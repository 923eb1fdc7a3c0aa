import type DataLoader from 'dataloader';
import type { Viewer } from '../identity/viewer.js';
import type { LoaderFactory } from '../loaders/loaders.js';

/** What one request carries through resolvers and use cases; made anew for each. */
export interface RequestContext<Services = unknown> {
  readonly viewer: Viewer;
  readonly services: Services;
  readonly requestId: string;
  /** The DataLoader of that name in this request, made at first use. */
  readonly loader: LoaderFactory;
}

/** What opens a subscription has besides: it lasts, and says only when to look again. */
export interface SubscriptionContext<Services = unknown> extends RequestContext<Services> {
  /** Yields at once, and then whenever that subject has changed; ends with the subscription. */
  changesOf(subject: string): AsyncGenerator<undefined, void, void>;
}

export type Loader<Key, Value> = DataLoader<Key, Value>;
