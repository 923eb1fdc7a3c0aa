import type { Reaction } from '../../kit/journal/reactions.js';
import type { DataPorts } from '../service/ports.js';
import { decisions } from './decisions.js';
import { founding } from './founding.js';
import { leaving } from './leaving.js';
import { payments } from './payments.js';

/** What this service does when the others' journals say that something happened. */
export function reactionsOf({ signer }: DataPorts): Reaction[] {
  return [...founding, ...decisions, ...payments, ...leaving(signer)];
}
