/** The four services, in the order in which they start. */
export const SERVICE_NAMES = ['membership', 'governance', 'data', 'payouts'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];
