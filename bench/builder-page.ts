import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import type { ConsoleClient } from "@/scripts/console-client";
import { ensureSampleProfile } from "@/scripts/sample-cluster";
import { median } from "./statistics";

/** Milliseconds from navigation until a click in the builder's stack opens a layer, and until the editor shows the values. */
export interface BuilderTimes {
  stackMs: number;
  editorMs: number;
}

/** Who signs in where. */
export interface Target {
  url: string;
  login: { email: string; password: string };
}

/** Opens a version of the sample profile in the builder, warm server, a fresh browser context each time. */
export async function measureBuilder(
  input: Target & { api: ConsoleClient; rounds: number },
): Promise<BuilderTimes> {
  const { projectSlug, profileId, versionId } = await ensureSampleProfile(input.api);
  const address = `${input.url}/${projectSlug}/profiles/${profileId}/versions/${versionId}`;
  const browser = await launchBrowser();
  const times: BuilderTimes[] = [];
  try {
    // The first round warms the server and is not counted.
    for (let round = 0; round <= input.rounds; round += 1) {
      const context = await signedInContext(browser, input);
      const measured = await openOnce(context, address);
      if (round > 0) times.push(measured);
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return {
    stackMs: median(times.map((one) => one.stackMs)),
    editorMs: median(times.map((one) => one.editorMs)),
  };
}

/** The browser that the benchmarks measure in. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** A browser context of its own, with an empty cache, signed in. */
export async function signedInContext(browser: Browser, target: Target): Promise<BrowserContext> {
  const { url, login } = target;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const csrf = await context.request.get(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const form = { csrfToken, ...login, json: "true" };
  await context.request.post(`${url}/api/auth/callback/credentials`, { form });
  return context;
}

/** Before the page's code runs a click does nothing: the stack can be used when one opens the layer. */
export async function clickSheet(page: Page, name: RegExp): Promise<void> {
  const region = page.getByRole("region", { name: "Layer stack" });
  const sheet = region.getByRole("button", { name }).first();
  do await sheet.click();
  while ((await sheet.getAttribute("aria-current")) === null);
}

async function openOnce(context: BrowserContext, address: string): Promise<BuilderTimes> {
  const page = await context.newPage();
  const begun = performance.now();
  await page.goto(address, { waitUntil: "commit" });
  await clickSheet(page, /sample-web/);
  const stackMs = performance.now() - begun;
  await page.locator(".monaco-editor .view-line").first().waitFor({ timeout: 30_000 });
  return { stackMs, editorMs: performance.now() - begun };
}
