/** The services that must let go of a member before the membership ends. */
export const LETTING_GO = ['governance', 'data', 'payouts'] as const;
export type LettingGo = (typeof LETTING_GO)[number];

/** The services that have not yet journalled their part. */
export function outstanding(done: ReadonlySet<string>): LettingGo[] {
  return LETTING_GO.filter((service) => !done.has(service));
}
