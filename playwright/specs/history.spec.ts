import { type ArrangedProfile, draftProfile, freshName } from "@/playwright/fixtures/arrange";
import { expect, test } from "@/playwright/fixtures";
import { addonOrder, editorLines, fillPlace, sheet } from "@/playwright/steps/builder";
import { keptLayers, redoAll, undoAll } from "@/playwright/steps/typing";

let draft: ArrangedProfile;
test.beforeEach(async ({ api, project }) => {
  const addons = ["priority-classes", "nightly-job", "sample-web"];
  draft = await draftProfile(api, project, { name: freshName("history"), addons });
});

test("adding, moving, renaming, a preset, typing and removing are one timeline, by keys and by buttons", async ({
  page,
}) => {
  await page.goto(draft.path);
  await fillPlace(page, "Add an add-on", "message", /message-queue/);
  await sheet(page, "sample-web").focus();
  await page.keyboard.press("Alt+ArrowDown");
  await sheet(page, "sample-web").click();
  await page.getByRole("button", { name: "Rename sample-web" }).click();
  await page.getByLabel("Layer name").fill("shop");
  await page.keyboard.press("Enter");
  await page.getByRole("radio", { name: "One replica" }).click();
  await expect(editorLines(page)).toContainText("replicas: 1");
  await page.getByRole("textbox", { name: "Values of shop" }).focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("#one");
  await page.getByRole("button", { name: "Actions for nightly-job" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  const end = ["message-queue", "shop", "priority-classes"];
  expect(await addonOrder(page)).toEqual(end);
  const after = await keptLayers(page, draft.versionId);

  // From the stack: what was done last, wherever it was done.
  await sheet(page, "shop").focus();
  const undo = page.getByLabel(/^Undo: /);
  await expect(undo).toHaveAccessibleName("Undo: Remove nightly-job");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(sheet(page, "nightly-job")).toBeVisible();
  await expect(undo).toHaveAccessibleName("Undo: Typing in shop");
  await undo.click();
  await expect(editorLines(page)).not.toContainText("#one");
  await undo.click();
  await expect(editorLines(page)).toContainText("replicas: 2");
  await undo.click();
  await expect(sheet(page, "sample-web")).toBeVisible();
  await undo.click();
  expect(await addonOrder(page)).toEqual([
    "message-queue",
    "sample-web",
    "nightly-job",
    "priority-classes",
  ]);
  await undo.click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expect(page.getByLabel("Undo", { exact: true })).toBeDisabled();

  expect(await redoAll(page)).toBe(6);
  expect(await addonOrder(page)).toEqual(end);
  expect(await keptLayers(page, draft.versionId)).toEqual(after);
  expect(await undoAll(page)).toBe(6);
  expect(await keptLayers(page, draft.versionId)).toBeNull();
});

test("a field of its own keeps its own undo", async ({ page }) => {
  await page.goto(draft.path);
  await sheet(page, "sample-web").click();
  await page.getByRole("button", { name: "Rename sample-web" }).click();
  await page.getByLabel("Layer name").press("ControlOrMeta+a");
  await page.keyboard.type("shop");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page.getByLabel("Layer name")).not.toHaveValue("shop");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
});
