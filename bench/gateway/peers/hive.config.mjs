import { defineConfig } from '@graphql-hive/gateway';

/** Nothing is shared among equal requests, whether they come in or go out: a bench's requests are all equal. */
export const gatewayConfig = defineConfig({
  inboundInflightRequestDeduplication: false,
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: false } } },
});
