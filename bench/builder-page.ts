import { chromium } from "@playwright/test";
import type { ConsoleClient } from "@/scripts/console-client";
import { ensureSampleProfile } from "@/scripts/sample-cluster";
import { median } from "./statistics";

/** Milliseconds from navigation until a click in the builder's stack opens a layer, and until the editor shows the values. */
export interface BuilderTimes {
  stackMs: number;
  editorMs: number;
}

/** Opens a version of the sample profile in the builder, warm server, a fresh browser context each time. */
export async function measureBuilder(input: {
  url: string;
  login: { email: string; password: string };
  api: ConsoleClient;
  rounds: number;
}): Promise<BuilderTimes> {
  const { url, login, api } = input;
  const { projectSlug, profileId, versionId } = await ensureSampleProfile(api);
  const address = `${url}/${projectSlug}/profiles/${profileId}/versions/${versionId}`;
  const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const stack: number[] = [];
  const editor: number[] = [];
  try {
    // The first round warms the server and is not counted.
    for (let round = 0; round <= input.rounds; round += 1) {
      const context = await browser.newContext();
      const csrf = await context.request.get(`${url}/api/auth/csrf`);
      const { csrfToken } = (await csrf.json()) as { csrfToken: string };
      const form = { csrfToken, ...login, json: "true" };
      await context.request.post(`${url}/api/auth/callback/credentials`, { form });
      const page = await context.newPage();
      const begun = performance.now();
      await page.goto(address, { waitUntil: "commit" });
      const region = page.getByRole("region", { name: "Layer stack" });
      const sheet = region.getByRole("button", { name: /sample-web/ }).first();
      // Before the page's code runs a click does nothing: it can be used when one opens the layer.
      do await sheet.click();
      while ((await sheet.getAttribute("aria-current")) === null);
      const usable = performance.now() - begun;
      await page.locator(".monaco-editor .view-line").first().waitFor({ timeout: 30_000 });
      if (round > 0) {
        stack.push(usable);
        editor.push(performance.now() - begun);
      }
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return { stackMs: median(stack), editorMs: median(editor) };
}
