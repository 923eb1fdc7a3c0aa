/**
 * Read by @apollo/gateway when it is constructed: without this it would send metrics to its maker and probe the
 * cloud that it runs in. Imported before it, so that nothing of ours ever calls home.
 */
process.env.APOLLO_TELEMETRY_DISABLED = '1';
