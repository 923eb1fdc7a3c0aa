/** An amount as journals and refusals carry it. */
export function moneyJson(amountMinor: bigint, currency: string): { amountMinor: string; currency: string } {
  return { amountMinor: amountMinor.toString(), currency };
}
