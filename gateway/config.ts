import { z } from 'zod';
import { documentSettings } from './settings/documents.js';
import { executionSettings } from './settings/execution.js';
import { guardSettings } from './settings/guard.js';
import { httpSettings } from './settings/http.js';
import { identitySettings } from './settings/identity.js';
import { liveSettings } from './settings/live.js';
import { publicCacheSettings } from './settings/publicCache.js';
import { rateSettings } from './settings/rates.js';
import { registrySettings } from './settings/registry.js';

/**
 * The gateway's own settings, beside those that every process reads (kit/settings.ts). Each description says what
 * it is, in which unit and why the default is what it is: the README's table is this table.
 */
export const gatewaySettingsSchema = z.object({
  ...httpSettings,
  ...identitySettings,
  ...guardSettings,
  ...rateSettings,
  ...documentSettings,
  ...executionSettings,
  ...publicCacheSettings,
  ...registrySettings,
  ...liveSettings,
});

export type GatewaySettings = z.infer<typeof gatewaySettingsSchema>;

/** Whether people find an IDE: whoever runs production has clients of their own. */
export function servesIde(settings: Pick<GatewaySettings, 'NODE_ENV'>): boolean {
  return settings.NODE_ENV !== 'production';
}

/** Whether clients may see the schema: as set, or else unless this is production. */
export function showsSchema(settings: Pick<GatewaySettings, 'INTROSPECTION' | 'NODE_ENV'>): boolean {
  return settings.INTROSPECTION ?? settings.NODE_ENV !== 'production';
}
