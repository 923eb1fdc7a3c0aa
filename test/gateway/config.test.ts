import { describe, expect, test } from '@jest/globals';
import { gatewaySettingsSchema, showsSchema } from '../../gateway/config.js';
import { readSettings } from '../../subgraphs/kit/settings.js';

const read = (environment: Record<string, string>) => readSettings(gatewaySettingsSchema, environment);

describe('the settings of the gateway', () => {
  test('are each described, with the reason for the default behind a semicolon or a unit in front', () => {
    for (const [name, schema] of Object.entries(gatewaySettingsSchema.shape)) {
      expect([name, (schema.description ?? '').length > 20]).toEqual([name, true]);
    }
  });

  test('have defaults that need no environment', () => {
    expect(read({})).toMatchObject({
      HTTP_BODY_MAX_BYTES: 262_144,
      ANSWER_MAX_BYTES: 8_388_608,
      GUARD_PAGE_SIZE_MAX: 100,
      CORS_ORIGINS: [],
    });
  });

  test.each([
    ['GUARD_DEPTH_MAX', '0'],
    ['GUARD_DEPTH_MAX', 'deep'],
    ['HTTP_BODY_MAX_BYTES', '1e99'],
    ['INTROSPECTION', 'yes'],
    ['STOP_TIMEOUT_MS', '-1'],
  ])('refuse a wrong %s and name it, without its value', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(new RegExp(`${name}: `));
  });

  test.each([
    [{}, true],
    [{ NODE_ENV: 'production' }, false],
    [{ NODE_ENV: 'production', INTROSPECTION: 'true' }, true],
    [{ INTROSPECTION: 'false' }, false],
  ])('%j shows the schema: %s', (environment, shown) => {
    expect(showsSchema(read(environment))).toBe(shown);
  });
});
