/** What whoever runs this service alone must know of money: the sandbox keeps its file, and its process, beside one copy. */
export function railNotice({ RAIL_URL }: NodeJS.ProcessEnv): string | undefined {
  if (RAIL_URL) return undefined;
  return 'payouts pays over the sandbox rail of this one process, so no money moves; a second copy of payouts needs RAIL_URL';
}
