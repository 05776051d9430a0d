import { execFile } from "node:child_process";
import { chmod } from "node:fs/promises";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { expect, test } from "@/playwright/fixtures";
import { admin, kubectlPath } from "@/playwright/fixtures/console";
import { editorLines, fillPlace, sheet, insertLines } from "@/playwright/steps/builder";
import { openTab, operation, untilState } from "@/playwright/steps/cluster";

const run = promisify(execFile);
const name = "web-platform";

test.use({ signedIn: false });

test("compose a profile, deploy it, use, scale and delete the cluster", async ({
  page,
}, testInfo) => {
  test.setTimeout(240_000);
  await test.step("sign in", () => signInByForm(page));
  await test.step("build a profile", () => buildProfile(page));
  await test.step("presets and broken YAML", () => editValues(page));
  await test.step("publish", () => publish(page));
  await test.step("deploy", () => deploy(page));
  await test.step("kubectl", () => useKubectl(page, testInfo.outputPath("kubeconfig")));
  await test.step("scale", () => scale(page));
  await test.step("layers", async () => {
    await openTab(page, "Layers");
    await expect(page.getByText("6 of 6 ready")).toBeVisible();
  });
  await test.step("delete", () => remove(page));
});

async function signInByForm(page: Page): Promise<void> {
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("Email").fill(admin.email);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
}

/** Dialogs close when the server has accepted, however long the page's own readings take: holds those. */
async function holdReads(page: Page, reads: RegExp): Promise<() => Promise<void>> {
  const held = Promise.withResolvers<void>();
  await page.route(reads, async (route) => {
    await held.promise;
    await route.continue();
  });
  return async () => {
    held.resolve();
    await page.unrouteAll({ behavior: "wait" });
  };
}

async function buildProfile(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Profiles" }).click();
  await page.getByRole("button", { name: "Build a profile" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create profile" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();

  await fillPlace(page, "Choose an operating system", "ubuntu", /local-ubuntu/);
  await fillPlace(page, "Choose a Kubernetes version", "kube", /kubernetes 1\.37\.2/);
  await fillPlace(page, "Choose a network plugin", "local", /local-network/);
  await fillPlace(page, "Choose storage", "local", /local-storage/);
  await fillPlace(page, "Add an add-on", "priority", /priority-classes/);
  await fillPlace(page, "Add an add-on", "sample", /sample-web/);
  await expect(page.getByRole("heading", { name: "Layers 6" })).toBeVisible();
}

/** A preset changes the text at once; text that cannot be read is named at its layer and stops publishing. */
async function editValues(page: Page): Promise<void> {
  const lines = editorLines(page);
  await expect(lines).toContainText("replicas: 2");
  const replicas = page.getByRole("radiogroup", { name: "Replicas" });
  await replicas.getByRole("radio", { name: "One replica" }).click();
  await expect(lines).toContainText("replicas: 1");
  await expect(replicas.getByRole("radio", { name: "One replica" })).toBeChecked();
  await expect(lines).not.toContainText("spectro");
  await expect(lines).toContainText("# Shown on the page");

  await insertLines(page, "sample-web", "broken: [");
  await expect(sheet(page, "sample-web")).toHaveAccessibleName(/\d errors?/);
  const publish = page.getByRole("button", { name: "Publish", exact: true });
  await expect(publish).toHaveAttribute("aria-disabled", "true");
  await expect(async () => {
    await page.keyboard.press("ControlOrMeta+z");
    await expect(lines).not.toContainText("broken", { timeout: 500 });
  }).toPass();
  await expect(lines).toContainText("replicas: 1");
  await expect(sheet(page, "sample-web")).not.toHaveAccessibleName(/error/);
  await expect(publish).not.toHaveAttribute("aria-disabled");
}

async function publish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Version")).toHaveValue("1.0.0");
  await dialog.getByLabel("Note").fill("The first one");
  const release = await holdReads(page, /\/api\/trpc\/[^?]*profile\.(version|list)/);
  await dialog.getByRole("button", { name: "Publish version" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Published", { exact: true })).toBeVisible();
  await release();
}

async function deploy(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Deploy", exact: true }).click();
  await expect(page.getByRole("radio", { name })).toBeChecked();
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByLabel("Cluster name")).toHaveValue(name);
  await expect(page.getByText(/Needs about \d+ MiB of memory/)).toBeVisible();
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByText("3 worker nodes in pool workers")).toBeVisible();
  await expect(page.getByText(`from ${name} 1.0.0`)).toBeVisible();
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  const begun = performance.now();
  await untilState(page, "Running", begun);
  await expect(operation(page, `Deploy ${name}`)).toContainText("Succeeded");
}

async function useKubectl(page: Page, file: string): Promise<void> {
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download kubeconfig" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe(`${name}.kubeconfig`);
  await download.saveAs(file);
  await chmod(file, 0o600);
  const { stdout } = await run(kubectlPath(), ["--kubeconfig", file, "get", "nodes", "-o", "name"]);
  expect(stdout.trim().split("\n")).toHaveLength(4);
  const web = ["--kubeconfig", file, "get", "deployment", "sample-web", "-n", "sample-web"];
  const replicas = await run(kubectlPath(), [...web, "-o", "jsonpath={.spec.replicas}"]);
  expect(replicas.stdout, "the preset's value reached the cluster").toBe("1");
}

async function scale(page: Page): Promise<void> {
  await openTab(page, "Nodes & pools");
  const workers = page.getByRole("table", { name: "Nodes of workers" });
  await expect(workers.getByText("simulated", { exact: true })).toHaveCount(3);
  await page.getByRole("button", { name: "Scale workers" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("spinbutton", { name: "Nodes" }).fill("5");
  await expect(dialog.getByRole("button", { name: "Scale to 5" })).toBeEnabled();
  const release = await holdReads(page, /\/api\/trpc\/[^?]*cluster\.(get|list|operations|reports)/);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await release();
  await expect(page).toHaveURL(/\/timeline$/);
  // Only the pool had to change; what stayed as it was is folded.
  const scaling = operation(page, "Scale workers from 3 to 5");
  await expect(scaling).toContainText("Succeeded", { timeout: 60_000 });
  await expect(scaling).toContainText("1 of 1 step");
  await expect(scaling).toContainText(/\d+ unchanged/);
  await openTab(page, "Nodes & pools");
  await expect(page.getByText("5 of 5 ready")).toBeVisible({ timeout: 60_000 });
}

async function remove(page: Page): Promise<void> {
  await openTab(page, "Settings");
  await page.getByRole("button", { name: "Delete cluster" }).click();
  const dialog = page.getByRole("dialog");
  const confirm = dialog.getByRole("button", { name: "Delete cluster" });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel(/to confirm/).fill(name);
  await confirm.click();
  await expect(page.getByRole("heading", { name: `${name} was deleted` })).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole("link", { name: "All clusters" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Clusters" })).toBeVisible();
  await expect(page.getByRole("link", { name, exact: true })).toHaveCount(0);
}
