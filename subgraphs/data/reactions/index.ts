import type { Reaction } from '../../kit/journal/reaction.js';
import type { DataServices } from '../service/index.js';
import { decisions } from './decisions.js';
import { founding } from './founding.js';
import { leaving } from './leaving.js';
import { payments } from './payments.js';

/** What this service does when the others' journals say that something happened. */
export function reactionsOf(services: Pick<DataServices, 'releaseMember'>): Reaction[] {
  return [...founding, ...decisions, ...payments, ...leaving(services)];
}
