/** @see doorkeeper.mjs */
export class Doorkeeper {
  constructor(options: { gatewayUrl: string; url: string });
  admit(
    request: { method: string; headers: Record<string, string> },
    body: string,
  ): Promise<{ viewer: string | undefined }>;
}
