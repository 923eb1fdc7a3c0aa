import { z } from 'zod';
import { count, listOf, urlOf } from '../kit/settingForms.js';

/** Settings of this service alone, with unit, default and reason. */
export const payoutsSettingsSchema = z
  .object({
    INVOICE_TAX_BP: count(0, 10_000)
      .default(0)
      .describe(
        'tax inside a licence price, in basis points of the net price; none, as it depends on the country',
      ),
    INVOICE_DUE_DAYS: count(1, 365)
      .default(30)
      .describe('days until an invoice is overdue; a month is what buyers expect'),
    STAKE_LOCK_DAYS: count(0, 3_650)
      .default(30)
      .describe('days for which staking locks the stake; so that nobody stakes for one run only'),
    PAYOUT_DESTINATION_COOLING_SECONDS: count(0, 2_592_000)
      .default(259_200)
      .describe(
        'seconds for which a destination that is new to a member is not paid to; three days, in which they hear of it and can end a thief’s sessions',
      ),
    PAYOUT_DESTINATIONS_AT_ONCE: listOf(
      (item) => item.length <= 100,
      'a destination of at most 100 characters',
    )
      .default(['default', 'sandbox:fail', 'sandbox:return'])
      .describe(
        'destinations, comma separated, that need no cooling off: the account that the rail has on file, and the ways in which its sandbox is asked to fail',
      ),
    UNCLAIMED_DAYS: count(1, 36_500)
      .default(1_095)
      .describe(
        'days for which a payout that came back to somebody who was erased can be claimed; three years, when many laws let a claim lapse',
      ),
    WEBHOOK_TOLERANCE_SECONDS: count(1, 3_600)
      .default(300)
      .describe('seconds by which the instant of a webhook may be off; kept messages are useless after that'),
    RAIL_URL: urlOf('http', 'https')
      .optional()
      .describe('URL of a payment rail; default the sandbox, as a process of ours'),
    RAIL_TOKEN: z.string().min(16).optional().describe('token for that rail'),
    RAIL_PUBLIC_KEY: z
      .string()
      .regex(/^[\w-]{43}$/)
      .optional()
      .describe('Ed25519 key of that rail, base64url: its webhooks are believed, no others'),
    RAIL_MISCHIEF: z
      .enum(['true', 'false'])
      .default('true')
      .describe('false makes the sandbox rail tell everything once, in order and at once'),
  })
  .refine((s) => !s.RAIL_URL || (s.RAIL_TOKEN && s.RAIL_PUBLIC_KEY), {
    message: 'RAIL_URL takes RAIL_TOKEN and RAIL_PUBLIC_KEY beside it',
    path: ['RAIL_URL'],
  });

export type PayoutsSettings = z.infer<typeof payoutsSettingsSchema>;
