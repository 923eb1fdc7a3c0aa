import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

const NANOSECONDS_PER_SECOND = 1e9;
const LOOP_RESOLUTION_MS = 20;

/** A number that is asked for at every look. */
export function gauge(registry: Registry, name: string, help: string, value: () => number): void {
  const made: Gauge = new Gauge({ name, help, registers: [registry], collect: () => made.set(value()) });
}

/**
 * What every process tells of itself: memory, processor time, and how late its event loop is.
 *
 * @param prefix - of the names that are the program's own: `gateway` or `service`.
 * @returns what ends it.
 */
export function watchProcess(registry: Registry, prefix: string): () => void {
  const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  gauge(registry, 'process_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss());
  gauge(registry, 'process_cpu_seconds', 'CPU time of the process since its start.', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  const lag = new Gauge({
    name: `${prefix}_event_loop_lag_seconds`,
    help: 'How late the event loop came to its timers since the last look.',
    labelNames: ['quantile'],
    registers: [registry],
    collect: () => {
      const late = (nanoseconds: number): number =>
        Math.max(0, (nanoseconds || 0) / NANOSECONDS_PER_SECOND - LOOP_RESOLUTION_MS / 1_000);
      lag.set({ quantile: '0.5' }, late(loop.percentile(50)));
      lag.set({ quantile: '0.99' }, late(loop.percentile(99)));
      lag.set({ quantile: '1' }, late(loop.max));
      loop.reset();
    },
  });
  loop.enable();
  return () => loop.disable();
}
