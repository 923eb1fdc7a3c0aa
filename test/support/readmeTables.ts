import { z } from 'zod';
import { gatewaySettingsSchema } from '../../gateway/config.js';
import { ERRORS as GATEWAY } from '../../gateway/errors.js';
import { computeSettingsSchema, computeWorkerSettingsSchema } from '../../subgraphs/data/compute/settings.js';
import { COMPUTE_ERRORS } from '../../subgraphs/data/domain/computeErrors.js';
import { ERRORS as DATA } from '../../subgraphs/data/domain/errors.js';
import { ERRORS as GOVERNANCE } from '../../subgraphs/governance/domain/errors.js';
import type { ErrorDefinition } from '../../subgraphs/kit/errors/define.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { settingsSchema } from '../../subgraphs/kit/settings.js';
import { tracingSettingsSchema } from '../../subgraphs/kit/tracing/settings.js';
import { ERRORS as MEMBERSHIP } from '../../subgraphs/membership/domain/errors.js';
import { ERRORS as PAYOUTS } from '../../subgraphs/payouts/domain/errors.js';
import { payoutsSettingsSchema } from '../../subgraphs/payouts/settings.js';

const TABLES: Record<string, Record<string, ErrorDefinition>> = {
  every: COMMON,
  gateway: GATEWAY,
  membership: MEMBERSHIP,
  governance: GOVERNANCE,
  data: { ...DATA, ...COMPUTE_ERRORS },
  payouts: PAYOUTS,
};

/** The README's list of settings, made from the schemas that read them. */
export function settingsTable(): string {
  const compute = computeSettingsSchema.omit({ DATA_DIR: true, LOG_LEVEL: true });
  const schemas = [
    settingsSchema,
    tracingSettingsSchema,
    gatewaySettingsSchema,
    computeWorkerSettingsSchema,
    compute,
    payoutsSettingsSchema,
  ];
  const rows = new Map(
    schemas
      .flatMap((schema) => Object.entries<unknown>(schema.shape))
      .map(([name, field]) => [name, row(name, field as z.ZodType)]),
  );
  return ['| setting | default | what it is |', '| --- | --- | --- |', ...rows.values()].join('\n');
}

/** The README's list of error codes, made from the tables that raise them. */
export function errorsTable(): string {
  const rows = Object.entries(TABLES).flatMap(([service, table]) =>
    Object.values(table).map(
      ({ code, means, retry }) => `| \`${code}\` | ${service} | ${retry} | ${means} |`,
    ),
  );
  return ['| code | from | retry | means |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function row(name: string, field: z.ZodType): string {
  const { data } = field.safeParse(undefined);
  // A list is written as the setting is.
  const values: unknown[] = Array.isArray(data) ? data : [data];
  const written = values.filter(isPlain).join(',');
  return `| \`${name}\` | ${written && `\`${written}\``} | ${field.description ?? ''} |`;
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Puts a table between its markers. */
export function place(text: string, section: string, table: string): string {
  const between = new RegExp(`(<!-- ${section} -->\\n)[\\s\\S]*?(<!-- /${section} -->)`);
  return text.replace(between, `$1\n${table}\n\n$2`);
}
