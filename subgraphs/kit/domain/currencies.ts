/**
 * ISO 4217: the codes of currencies and how many digits their smallest unit stands behind the point. Taken from list one
 * as its maintenance agency publishes it (SIX, https://www.six-group.com/en/products-services/financial-information/data-standards.html),
 * codes and digits alone, which are facts and free to use. `npm run check` says when the list is old.
 */
export const CURRENCY_LIST = { publishedOn: '2026-01-01', amendment: 180 } as const;

/** The list is old after so many days: amendments come a few times a year, and each says weeks before when it takes effect. */
export const LIST_DAYS_MAX = 400;

// cspell:disable
/** Currencies that people are paid in, by digits behind the point. */
const IN_USE: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC
    CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD
    KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO
    NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL
    THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
};

/** Currencies that have left the list, whose books stay open: no co-op is founded in them, and all else goes on. */
const WITHDRAWN: Readonly<Record<string, { minorUnits: number; until: string }>> = {
  ANG: { minorUnits: 2, until: '2025-03-31' },
  BGN: { minorUnits: 2, until: '2025-12-31' },
  HRK: { minorUnits: 2, until: '2022-12-31' },
  SLL: { minorUnits: 2, until: '2024-03-31' },
  ZWL: { minorUnits: 2, until: '2024-08-31' },
};

/** Codes of the list in which nobody is paid: metals, units of account, funds, tests. Most have no smallest unit at all. */
const NOT_PAID_IN: ReadonlySet<string> = new Set(
  'BOV CHE CHW CLF COU MXV USN UYI UYW XAD XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'.split(' '),
);
// cspell:enable

const MINOR_UNITS: ReadonlyMap<string, number> = new Map(
  Object.entries(IN_USE).flatMap(([digits, codes]) =>
    codes.split(/\s+/).map((code): [string, number] => [code, Number(digits)]),
  ),
);

/** What the list says of a code. */
export type CurrencyStanding = 'IN_USE' | 'WITHDRAWN' | 'NOT_PAID_IN' | 'UNKNOWN';

export function currencyStanding(code: string): CurrencyStanding {
  if (MINOR_UNITS.has(code)) return 'IN_USE';
  if (Object.hasOwn(WITHDRAWN, code)) return 'WITHDRAWN';
  return NOT_PAID_IN.has(code) ? 'NOT_PAID_IN' : 'UNKNOWN';
}

/**
 * How many digits of an amount in minor units stand behind the point: 2 of EUR, 0 of JPY, 3 of KWD.
 *
 * @returns undefined for what nobody is, or was, paid in.
 */
export function minorUnitsOf(code: string): number | undefined {
  return MINOR_UNITS.get(code) ?? (Object.hasOwn(WITHDRAWN, code) ? WITHDRAWN[code]!.minorUnits : undefined);
}
