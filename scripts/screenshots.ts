import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium, expect, type Page } from "@playwright/test";
import { launchOptions } from "@/playwright/fixtures/browser";
import { admin } from "@/playwright/fixtures/console";
import { startConsole } from "@/playwright/fixtures/start-console";
import { signInToConsole, type ConsoleClient } from "./console-client";
import { firstProject, samplePools as pools, waitForOperation } from "./sample-cluster";

const folder = "docs/images";
const mostBytes = 400_000;

/** Makes the pictures of README and docs from the production build, an empty folder and the sample. */
async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { url, stop } = await startConsole();
  const browser = await chromium.launch(launchOptions);
  try {
    const page = await browser.newPage({
      baseURL: url,
      viewport: { width: 1440, height: 900 },
      deviceScaleFactor: 1.5,
      reducedMotion: "reduce",
      locale: "en-GB",
    });
    await takeAll(page, await signInToConsole(url, admin));
  } finally {
    await browser.close();
    await stop();
  }
}

async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(admin.email);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function takeAll(page: Page, api: ConsoleClient): Promise<void> {
  const { id: projectId, slug } = await firstProject(api);
  await api.session.setUp.mutate({ organisation: "Example", name: "Ada Operator", ...admin });
  // Only now: the set-up ends every other session.
  await signIn(page);
  const button = page.getByRole("button", { name: "Deploy a sample cluster" });
  await expect(page.getByText("Management planeReady")).toBeVisible({ timeout: 60_000 });
  await shoot(page, "quick-start");
  await button.click();
  await expect(page).toHaveURL(/\/timeline$/);
  const layers = page.getByRole("listitem").filter({ hasText: "Install" });
  await expect(layers.and(page.locator('[data-state="Succeeded"]')).first()).toBeVisible({
    timeout: 90_000,
  });
  await shoot(page, "timeline");

  const [cluster] = await api.cluster.list.query({ projectId });
  if (!cluster) throw new Error("The sample cluster is not there.");
  await waitForOperation(api, cluster.id, { timeoutMs: 120_000 });
  const { profile } = cluster;
  const of = `/${slug}/clusters/${cluster.id}`;
  await visit(page, of, "Conditions", "cluster", "cluster-dark");
  await visit(page, `${of}/layers`, "9 of 9 ready", "layers");
  await visit(page, `${of}/nodes`, "3 of 3 ready", "nodes");
  const { versionId: profileVersionId } = profile;
  // A second one under way: a list of one shows little.
  await api.cluster.create.mutate({ projectId, name: "edge-lab", profileVersionId, pools });
  await visit(page, `/${slug}/clusters`, "Provisioning", "clusters");
  await visit(page, `/${slug}`, "Under way", "home");
  await visit(page, `/${slug}/profiles`, "sample-stack", "profiles");
  await visit(page, `/${slug}/packs`, "Sample web app", "packs");
  await visit(page, "/system", "Kubernetes API server 1.37", "system");
  const wizard = `/${slug}/clusters/new?profileVersion=${profileVersionId}&step=`;
  await visit(page, `${wizard}pools`, "Fits on this machine", "deploy");

  const draft = await api.profile.createVersion.mutate({
    fromVersionId: profileVersionId,
    version: "1.1.0",
  });
  await page.goto(`/${slug}/profiles/${profile.id}/versions/${draft.versionId}`);
  await page.getByRole("button", { name: /^sample-web, / }).click();
  await expect(page.locator(".monaco-editor .view-lines")).toContainText("replicas");
  await untilColoured(page);
  await shoot(page, "builder", "builder-dark");
}

/** Monaco colours the text a moment after it shows it. */
async function untilColoured(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const tokens = document.querySelectorAll(".view-lines span[class^=mtk]");
    return new Set([...tokens].map((one) => one.className)).size > 2;
  });
}

async function visit(page: Page, path: string, ready: string, ...names: [string, string?]) {
  await page.goto(path);
  await expect(page.getByRole("main").getByText(ready).first()).toBeVisible();
  await shoot(page, ...names);
}

/** In light and, when it has a second name, in dark. */
async function shoot(page: Page, light: string, dark?: string): Promise<void> {
  await save(page, light);
  if (!dark) return;
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(page.locator("html")).toHaveClass(/\bdark\b/);
  await save(page, dark);
  await page.emulateMedia({ colorScheme: "light" });
  await expect(page.locator("html")).toHaveClass(/\blight\b/);
}

async function save(page: Page, name: string): Promise<void> {
  const file = join(folder, `${name}.png`);
  await writeFile(file, await page.screenshot({ animations: "disabled", caret: "hide" }));
  const { size } = await stat(file);
  console.log(`${file} ${Math.round(size / 1000)} kB`);
  if (size > mostBytes) throw new Error(`${file} is larger than ${mostBytes / 1000} kB.`);
}

await main();
