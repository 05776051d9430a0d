import { expect, test } from "@/playwright/fixtures";
import { draftProfile, freshName, type ArrangedProfile } from "@/playwright/fixtures/arrange";
import {
  addonOrder,
  dragOver,
  editorLines,
  insertLines,
  openLayer,
  pickPack,
  saveDraft,
  sheet,
  stack,
} from "@/playwright/steps/builder";
import type { Page } from "@playwright/test";

let draft: ArrangedProfile;
test.beforeEach(async ({ api, project }) => {
  const addons = ["priority-classes", "nightly-job", "sample-web"];
  draft = await draftProfile(api, project, { name: freshName("builder"), addons });
});

test.describe("layers", () => {
  test("a layer is replaced by R, and by its menu with the mouse", async ({ page }) => {
    await page.goto(draft.path);
    await sheet(page, "nightly-job").focus();
    await page.keyboard.press("r");
    const picker = page.getByRole("dialog", { name: "Replace nightly-job" });
    await picker.getByLabel("Search packs").fill("message");
    await expect(picker.getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await expect(picker).toBeHidden();
    await expect(sheet(page, "message-queue")).toHaveAccessibleName(/unsaved/);
    const order = ["sample-web", "message-queue", "priority-classes"];
    expect(await addonOrder(page)).toEqual(order);

    await act(page, "local-ubuntu", "Replace…");
    await expect(page.getByRole("dialog", { name: "Replace local-ubuntu" })).toBeVisible();
    await pickPack(page, "flatcar", /^Replace with local-flatcar/);
    await expect(sheet(page, "local-flatcar")).toHaveAccessibleName(/Operating system/i);
    await expect(sheet(page, "local-ubuntu")).toBeHidden();
    await saveDraft(page);
    await page.reload();
    await expect(sheet(page, "local-flatcar")).toBeVisible();
    expect(await addonOrder(page)).toEqual(order);
  });

  test("a layer is removed by mouse, and comes back to its place", async ({ page }) => {
    await page.goto(draft.path);
    await act(page, "nightly-job", "Remove");
    await expect(sheet(page, "nightly-job")).toBeHidden();
    expect(await addonOrder(page)).toEqual(["sample-web", "priority-classes"]);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    expect(await addonOrder(page)).toEqual(["sample-web", "nightly-job", "priority-classes"]);
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  });

  test("add-ons are dragged to another place; infrastructure stays where it is", async ({
    page,
  }) => {
    await page.goto(draft.path);
    await dragOver(page, "sample-web", "priority-classes");
    await expect(page.getByText("sample-web is now add-on 1 of 3")).toBeAttached();
    expect(await addonOrder(page)).toEqual(["nightly-job", "priority-classes", "sample-web"]);
    await dragOver(page, "local-network", "nightly-job");
    expect(await addonOrder(page)).toEqual(["nightly-job", "priority-classes", "sample-web"]);
    await saveDraft(page);
    await page.reload();
    await expect(sheet(page, "sample-web")).toBeVisible();
    expect(await addonOrder(page)).toEqual(["nightly-job", "priority-classes", "sample-web"]);
  });

  test("A adds at the empty place it is pressed on, and an add-on anywhere else", async ({
    page,
  }) => {
    await page.goto(draft.path);
    await act(page, "local-network", "Remove");
    const empty = stack(page).getByRole("button", { name: "Choose a network plugin" });
    await empty.focus();
    await page.keyboard.press("a");
    const picker = page.getByRole("dialog");
    await expect(picker).toHaveAccessibleName("Choose a network plugin");
    await page.keyboard.press("Escape");
    await expect(empty).toBeFocused();
    await sheet(page, "local-ubuntu").focus();
    await page.keyboard.press("a");
    await expect(picker).toHaveAccessibleName("Add an add-on");
  });
});

test.describe("unsaved work", () => {
  test("comes back after a reload, and is discarded or saved as one likes", async ({ page }) => {
    await openLayer(page, draft);
    await insertLines(page, "sample-web", "# kept by the tab");
    await expect(page.getByText("Unsaved changes")).toBeVisible();
    page.on("dialog", (question) => question.accept());
    await page.reload();
    await expect(page.getByText(/^Unsaved changes restored/)).toBeVisible();
    await expect(editorLines(page)).toContainText("# kept by the tab");
    await page.getByRole("button", { name: "Discard" }).click();
    await expect(editorLines(page)).not.toContainText("# kept by the tab");

    await insertLines(page, "sample-web", "# kept again");
    await page.reload();
    await expect(editorLines(page)).toContainText("# kept again");
    await saveDraft(page);
    await page.reload();
    await expect(editorLines(page)).toContainText("# kept again");
    await expect(page.getByText(/^Unsaved changes restored/)).toBeHidden();
  });

  test("is asked about when the command menu or the project switch leads away", async ({
    page,
    project,
  }) => {
    await openLayer(page, draft);
    await insertLines(page, "sample-web", "# not saved yet");
    const question = page.getByRole("dialog", { name: "Leave without saving?" });
    await page.keyboard.press("ControlOrMeta+k");
    await page.getByRole("option", { name: "Clusters" }).click();
    await expect(question).toBeVisible();
    await question.getByRole("button", { name: "Stay" }).click();
    await expect(editorLines(page)).toContainText("# not saved yet");

    await page.getByRole("button", { name: /switch project/ }).click();
    await page.getByRole("dialog", { name: "Switch project" }).getByRole("option").first().click();
    await question.getByRole("button", { name: "Save and leave" }).click();
    await expect(page).toHaveURL(new RegExp(`/${project.slug}$`));
    await openLayer(page, draft);
    await expect(editorLines(page)).toContainText("# not saved yet");
  });

  test("is saved before a new version is made of the draft", async ({ page }) => {
    await openLayer(page, draft);
    await insertLines(page, "sample-web", "# for both versions");
    await page.getByRole("button", { name: "Version 1.0.0" }).click();
    await page.getByRole("menuitem", { name: "New version…" }).click();
    const dialog = page.getByRole("dialog", { name: `New version of ${draft.name}` });
    await expect(dialog.getByText(/Unsaved changes are saved in 1\.0\.0 first/)).toBeVisible();
    await dialog.getByRole("button", { name: "Save and create draft" }).click();
    await expect(page.getByRole("button", { name: "Version 1.0.1" })).toBeVisible();
    await sheet(page, "sample-web").click();
    await expect(editorLines(page)).toContainText("# for both versions");
    await openLayer(page, draft);
    await expect(editorLines(page)).toContainText("# for both versions");
  });
});

test.describe("two tabs", () => {
  test("one's own publishing ends the editing where one is", async ({ page }) => {
    await openLayer(page, draft);
    await insertLines(page, "sample-web", "# the last word");
    await publish(page);
    await expect(page.getByText("Published", { exact: true })).toBeVisible();
    await expect(editorLines(page)).toContainText("# the last word");
    await expect(page.getByRole("button", { name: "Save", exact: true })).toBeHidden();
    await expect(page.getByRole("link", { name: "Deploy", exact: true })).toBeVisible();
    await page.getByRole("textbox", { name: "Values of sample-web" }).focus();
    await page.keyboard.press("ControlOrMeta+z");
    await page.keyboard.type("x");
    await expect(editorLines(page)).toContainText("# the last word");
    await page.reload();
    await expect(editorLines(page)).toContainText("# the last word");
    await expect(page.getByText(/^Unsaved changes restored/)).toBeHidden();
  });

  test("the other one publishes: unsaved text stays, also over a reload, and goes on in a new version", async ({
    page,
    context,
  }) => {
    const other = await context.newPage();
    for (const tab of [page, other]) await openLayer(tab, draft);
    await insertLines(page, "sample-web", "# not published");
    await other.bringToFront();
    await publish(other);
    await expect(other.getByText("Published", { exact: true })).toBeVisible();

    await page.bringToFront();
    const notice = page.getByText("This version was published while you were editing it");
    await expect(notice).toBeVisible();
    await expect(editorLines(page)).toContainText("# not published");
    page.on("dialog", (question) => question.accept());
    await page.reload();
    await expect(notice).toBeVisible();
    await expect(editorLines(page)).toContainText("# not published");

    await page.keyboard.press("ControlOrMeta+s");
    const dialog = page.getByRole("dialog", { name: "This version was published in the meantime" });
    await dialog.getByRole("button", { name: "Compare" }).click();
    await expect(dialog.getByText("Changes from theirs to yours")).toBeVisible();
    await expect(dialog.getByLabel("Version")).toHaveValue("1.0.1");
    await dialog.getByRole("button", { name: "New version with my layers" }).click();
    await expect(page.getByRole("button", { name: "Version 1.0.1" })).toBeVisible();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    await sheet(page, "sample-web").click();
    await expect(editorLines(page)).toContainText("# not published");

    await openLayer(page, draft);
    await expect(editorLines(page)).not.toContainText("# not published");
    await expect(notice).toBeHidden();
  });

  test("the other one publishes first: the second is told in its dialog", async ({
    page,
    context,
  }) => {
    const other = await context.newPage();
    for (const tab of [page, other]) await openLayer(tab, draft);
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await other.bringToFront();
    await publish(other);
    await page.bringToFront();
    const dialog = page.getByRole("dialog");
    await expect(
      dialog.getByText("This version was published elsewhere in the meantime"),
    ).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Publish version" })).toBeDisabled();
  });
});

/** One act of a layer's menu, by mouse. */
async function act(page: Page, layer: string, name: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${layer}` }).click();
  await page.getByRole("menuitem", { name }).click();
}

async function publish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish version" }).click();
}
