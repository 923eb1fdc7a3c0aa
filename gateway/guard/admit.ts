import { domainErrorIn } from '../../subgraphs/kit/errors/format.js';
import { refusal } from '../observability/refusal.js';
import type { Guard } from './guard.js';

/** @throws what the guard refuses with, as HTTP 400. */
export function admitDocument(guard: Guard, query: string): void {
  try {
    guard.admitDocument(query);
  } catch (error) {
    const known = domainErrorIn(error);
    throw known ? refusal(known, 400) : error;
  }
}
