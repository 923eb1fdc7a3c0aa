export interface Taken {
  readonly ms: number;
  /** Of the server's process that answered. */
  readonly cpu: number;
}

export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now();
  const value = await work();
  return { ms: performance.now() - start, value };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function percentile(values: readonly number[], percent: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1);
  return sorted[Math.max(0, at)]!.toFixed(2);
}

export function spread(values: readonly number[]): string {
  return [50, 75, 95, 100].map((percent) => `p${percent} ${percentile(values, percent)}`).join(', ');
}
