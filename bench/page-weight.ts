import type { Page, Request } from "@playwright/test";

/** One script as it came over the network. */
export interface Script {
  name: string;
  /** Compressed, as sent. */
  bytes: number;
}

/** Only Monaco's worker has this sentence. */
const monacoWorker = "Missing requestHandler or method";

/** Notes every script that a page and its workers load; Monaco and its worker are told apart. */
export function watchScripts(page: Page): () => Promise<{ own: Script[]; monaco: Script[] }> {
  const requests: Request[] = [];
  page.on("requestfinished", (request) => {
    if (new URL(request.url()).pathname.endsWith(".js")) requests.push(request);
  });
  return async () => {
    const [own, monaco]: [Script[], Script[]] = [[], []];
    for (const request of requests) {
      const name = new URL(request.url()).pathname.split("/").at(-1) ?? "";
      const { responseBodySize: bytes } = await request.sizes();
      const body = (await (await request.response())?.text()) ?? "";
      const isMonaco = name.startsWith("monaco.") || body.includes(monacoWorker);
      (isMonaco ? monaco : own).push({ name, bytes });
    }
    return { own, monaco };
  };
}
