import type { SamplerName } from './settings.js';
import type { TraceContext } from './traceContext.js';

/** Whether a new span is kept. */
export type Sampler = (traceId: string, parent: TraceContext | undefined) => boolean;

/** The last 14 digits of a trace's id are those that the standard holds to be random; a number holds 13 exactly. */
const RANDOM = [-14, -1] as const;
const RANDOM_SPAN = 2 ** 52;
const PARENT_BASED = 'parentbased_';

export function samplerOf(name: SamplerName, share: number): Sampler {
  if (!name.startsWith(PARENT_BASED)) return rootSamplerOf(name, share);
  const root = rootSamplerOf(name.slice(PARENT_BASED.length), share);
  return (traceId, parent) => parent?.sampled ?? root(traceId, parent);
}

function rootSamplerOf(name: string, share: number): Sampler {
  if (name === 'always_off') return () => false;
  if (name === 'always_on') return () => true;
  // By the id alone, the highest first as the specification has it, so that every process decides alike.
  return (traceId) => Number.parseInt(traceId.slice(...RANDOM), 16) >= (1 - share) * RANDOM_SPAN;
}
