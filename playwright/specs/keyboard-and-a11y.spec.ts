import { expect, test } from "@/playwright/fixtures";
import { expectWellMade } from "@/playwright/fixtures/accessible";
import {
  draftProfile,
  freshName,
  runningCluster,
  type ArrangedProfile,
} from "@/playwright/fixtures/arrange";
import { addonOrder, editor, sheet, stack } from "@/playwright/steps/builder";
import type { Page } from "@playwright/test";

test("the builder works by keyboard alone", async ({ page, api, project }) => {
  const { path } = await draftProfile(api, project, {
    name: freshName("by-keyboard"),
    addons: ["priority-classes", "sample-web"],
  });
  await page.goto(path);
  await expect(sheet(page, "sample-web")).toBeVisible();
  await tabTo(page, "Add an add-on");

  // Add: the picker takes the focus, its search finds, Enter takes.
  await page.keyboard.press("Enter");
  const picker = page.getByRole("dialog");
  await expect(picker).toBeVisible();
  await picker.getByLabel("Search packs").focus();
  await page.keyboard.type("nightly");
  await expect(picker.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(picker).toBeHidden();
  await expect(sheet(page, "nightly-job")).toHaveAttribute("aria-current", "true");
  expect(await addonOrder(page)).toEqual(["nightly-job", "sample-web", "priority-classes"]);

  // Reorder, said aloud. The focus is on what was added.
  await expect(sheet(page, "nightly-job")).toBeFocused();
  await page.keyboard.press("Alt+ArrowDown");
  await expect(page.getByText("nightly-job is now add-on 2 of 3")).toBeAttached();
  expect(await addonOrder(page)).toEqual(["sample-web", "nightly-job", "priority-classes"]);

  // Into the values and back.
  await page.keyboard.press("Enter");
  await expect(editor(page, "nightly-job")).toBeAttached();
  await editor(page, "nightly-job").focus();
  await page.keyboard.press("Escape");
  await expect(sheet(page, "nightly-job")).toBeFocused();

  // Remove and save.
  await page.keyboard.press("Delete");
  await expect(page.getByText("nightly-job removed.", { exact: true })).toBeAttached();
  expect(await addonOrder(page)).toEqual(["sample-web", "priority-classes"]);
  await expect(stack(page).locator(":focus")).toHaveCount(1);
  await expect(sheet(page, "priority-classes")).toBeFocused();
  await page.keyboard.press("Alt+ArrowUp");
  expect(await addonOrder(page)).toEqual(["priority-classes", "sample-web"]);
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
});

test.describe("signed out", () => {
  test.use({ signedIn: false });
  test("sign-in: WCAG A and AA in light and dark, and it fits a phone", async ({ page }) => {
    await page.goto("/sign-in");
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    await expectWellMade(page);
  });
});

test.describe("pages", () => {
  let cluster: Awaited<ReturnType<typeof runningCluster>>;
  let draft: ArrangedProfile | undefined;
  test.beforeEach(async ({ api, project }) => {
    test.setTimeout(240_000);
    cluster = await runningCluster(api, project);
    draft ??= await draftProfile(api, project, { name: freshName("a11y"), addons: ["sample-web"] });
  });

  const pages: [name: string, address: (slug: string) => string, ready: string | RegExp][] = [
    ["home", (slug) => `/${slug}`, "sample-stack 1.0.0"],
    ["clusters", (slug) => `/${slug}/clusters`, "sample-stack"],
    ["cluster overview", () => cluster.path, "Conditions"],
    ["cluster timeline", () => `${cluster.path}/timeline`, /^Deploy /],
    ["cluster layers", () => `${cluster.path}/layers`, /of 9 ready/],
    ["cluster nodes", () => `${cluster.path}/nodes`, /of 3 ready/],
    ["cluster workloads", () => `${cluster.path}/workloads`, "sample-web"],
    ["cluster events", () => `${cluster.path}/events`, /./],
    ["cluster settings", () => `${cluster.path}/settings`, "Delete this cluster"],
    ["profiles", (slug) => `/${slug}/profiles`, /^a11y-/],
    ["builder", () => draft?.path ?? "", "sample-web"],
    ["packs", (slug) => `/${slug}/packs`, "Sample web app"],
    ["deploy", (slug) => `/${slug}/clusters/new`, "sample-stack"],
    ["system", () => "/system", "Kubernetes API server 1.37"],
  ];
  for (const [name, address, ready] of pages) {
    test(`${name}: WCAG A and AA in light and dark, and it fits a phone`, async ({
      page,
      project,
    }) => {
      await page.goto(address(project.slug));
      await expect(page.getByRole("main").getByText(ready).first()).toBeVisible();
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await expectWellMade(page);
    });
  }
});

/** Presses Tab until the control of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const wanted = page.getByRole("button", { name, exact: true });
  await expect(async () => {
    await page.keyboard.press("Tab");
    await expect(wanted).toBeFocused({ timeout: 100 });
  }).toPass({ intervals: [0], timeout: 20_000 });
}
