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

export type Loader<Key, Value> = DataLoader<Key, Value>;
