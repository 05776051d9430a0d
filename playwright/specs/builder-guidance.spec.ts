import { expect, test } from "@/playwright/fixtures";
import { draftProfile, freshName, publishedProfile } from "@/playwright/fixtures/arrange";
import { editor, openLayer, sheet, stack } from "@/playwright/steps/builder";
import type { Page } from "@playwright/test";

const problems = (page: Page) => page.getByRole("list", { name: "Problems", exact: true });
const picker = (page: Page) => page.getByRole("dialog");

test.describe("problems", () => {
  test("an empty profile has layers to choose, and each is chosen from the list", async ({
    page,
    api,
    project,
  }) => {
    const name = freshName("empty");
    const { profileId, versionId } = await api.profile.create.mutate({
      projectId: project.id,
      name,
      version: "1.0.0",
      layers: [],
    });
    await page.goto(`/${project.slug}/profiles/${profileId}/versions/${versionId}`);
    await expect(page).toHaveTitle(new RegExp(`^${name} 1.0.0`));
    await page.getByRole("button", { name: "4 layers to choose" }).click();
    await expect(problems(page).getByText("No Storage layer has been chosen yet.")).toBeVisible();
    await expect(page.locator("[data-problem]").first()).toBeFocused();
    await problems(page).getByRole("button", { name: "Choose storage" }).click();
    await expect(picker(page)).toHaveAccessibleName("Choose storage");
  });

  test("a missing pack is added by its button, and the new sheet takes the focus", async ({
    page,
    api,
    project,
  }) => {
    const addons = ["feature-flags"];
    const { path } = await draftProfile(api, project, { name: freshName("missing"), addons });
    await page.goto(path);
    await page.getByRole("button", { name: "1 problem", exact: true }).click();
    const add = problems(page).getByRole("button", { name: "Add feature-flags-crd 1.0.0" });
    await add.click();
    await expect(sheet(page, "feature-flags-crd")).toBeFocused();
    await expect(page.getByText("No problems. The profile can be published.")).toBeVisible();

    // The same fix stands at the layer itself, and is one step to undo.
    await page.keyboard.press("Delete");
    await sheet(page, "feature-flags").click();
    const strip = page.getByRole("list", { name: "Problems of feature-flags" });
    await strip.getByRole("button", { name: "Add feature-flags-crd 1.0.0" }).click();
    await expect(strip).toBeHidden();
  });

  test("a problem of a key leads to its line with its message, and the key is removed", async ({
    page,
    api,
    project,
  }) => {
    const draft = await draftProfile(api, project, {
      name: freshName("at-line"),
      addons: ["sample-web"],
      change(layers) {
        const web = layers.find(({ name }) => name === "sample-web");
        if (web) web.values += "  unknown-chart:\n    a: 1\n";
      },
    });
    await page.goto(draft.path);
    await page.getByRole("button", { name: "1 problem", exact: true }).click();
    await page.locator("[data-problem]").click();
    await expect(editor(page, "sample-web")).toBeFocused();
    await expect(
      page.getByRole("note").filter({ hasText: 'no chart named "unknown-chart"' }),
    ).toBeVisible();
    await problems(page).getByRole("button", { name: "Remove charts.unknown-chart" }).click();
    await expect(page.getByText("No problems. The profile can be published.")).toBeVisible();
  });
});

test.describe("what will be installed", () => {
  test("is counted from what is rendered with the values, and by name", async ({
    page,
    api,
    project,
  }) => {
    const addons = ["team-namespaces", "cert-manager"];
    const draft = await draftProfile(api, project, { name: freshName("contents"), addons });
    await page.goto(draft.path);
    const order = page.getByRole("region", { name: "Order of installation" });
    await expect(order.getByText(/objects.*4 PersistentVolume/)).toBeVisible();
    await expect(order.getByText(/objects.*2 Namespace/)).toBeVisible();
    await order.getByText(/objects.*2 Namespace/).click();
    await expect(order.getByText("team-red", { exact: true }).first()).toBeVisible();
    await expect(
      order.getByText("Not counted: Its chart is downloaded only during installation."),
    ).toBeVisible();
    await expect(page.getByText(/\d+ in 5 of 6 layers/)).toBeVisible();
    await expect(order.getByText(/installed by priority, lowest number first/)).toBeVisible();
    await expect(order.getByText(/^Priority -20/)).toBeVisible();
    await expect(sheet(page, "team-namespaces")).toHaveAccessibleName(/priority -20/);
  });
});

test.describe("packs", () => {
  test("a pack goes along into a new profile", async ({ page, project }) => {
    await page.goto(`/${project.slug}/packs`);
    await page.getByRole("link", { name: "Sample web app" }).click();
    await expect(page).toHaveTitle(/^Sample web app/);
    await page.getByRole("button", { name: "Use in a profile" }).click();
    await page.getByRole("menuitem", { name: "New profile" }).click();
    const dialog = page.getByRole("dialog", { name: "New profile" });
    await expect(dialog.getByText(/Next, add Sample web app/)).toBeVisible();
    await expect(dialog.getByRole("radio", { name: /^Infrastructure/ })).toBeDisabled();
    await dialog.getByLabel("Name").fill(freshName("with-pack"));
    await dialog.getByRole("button", { name: "Create profile" }).click();
    await expect(
      picker(page).getByRole("option", { name: /Sample web app/, selected: true }),
    ).toBeVisible();
  });

  test("a pack that nothing here supports says so in place of a button that works", async ({
    page,
    project,
  }) => {
    await page.goto(`/${project.slug}/packs`);
    await page.getByRole("link", { name: /Cilium/ }).click();
    const use = page.getByRole("button", { name: "Use in a profile" });
    await expect(use).toBeDisabled();
    await expect(use).toHaveAccessibleDescription(/does not support local infrastructure/);
  });

  test("packs that do not fit are listed with the reason; Escape clears the search first", async ({
    page,
    api,
    project,
  }) => {
    const draft = await draftProfile(api, project, { name: freshName("unfit") });
    await page.goto(draft.path);
    await sheet(page, "local-network").focus();
    await page.keyboard.press("r");
    const unfit = picker(page).getByRole("option", { name: /^Calico.*does not support local/ });
    await expect(unfit).toBeVisible();
    await expect(unfit).toBeDisabled();
    const search = picker(page).getByLabel("Search packs");
    await search.fill("calico");
    await page.keyboard.press("Escape");
    await expect(search).toHaveValue("");
    await expect(picker(page)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(picker(page)).toBeHidden();
    await expect(sheet(page, "local-network")).toBeFocused();
  });

  test("the words of filters and order are in the page that the server sends", async ({
    page,
    project,
  }) => {
    const packs = await (await page.request.get(`/${project.slug}/packs`)).text();
    expect(packs).toContain(">All layers<");
    expect(packs).toContain(">Any availability<");
    const profiles = await (await page.request.get(`/${project.slug}/profiles`)).text();
    expect(profiles).toContain(">Last updated<");
  });
});

test("the first Escape closes the list of shortcuts, and no tooltip opens by itself", async ({
  page,
  api,
  project,
}) => {
  const draft = await draftProfile(api, project, { name: freshName("keys") });
  await page.goto(draft.path);
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(dialog.getByText("Search and commands")).toBeVisible();
  await expect(page.getByRole("tooltip")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("the builder fills the window and the page does not scroll, whatever bars are above it", async ({
  page,
  api,
  project,
}) => {
  const draft = await draftProfile(api, project, {
    name: freshName("height"),
    addons: ["sample-web"],
  });
  await openLayer(page, draft);
  const height = () =>
    page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
  expect(await height()).toBe(0);
  await page.evaluate(() => {
    const bar = document.createElement("div");
    bar.style.height = "33px";
    document.querySelector("main")?.before(bar);
  });
  expect(await height()).toBe(0);
});

test("undo is said aloud, and a preset that needs an ingress controller says so", async ({
  page,
  api,
  project,
}) => {
  const addons = ["sample-web"];
  const draft = await draftProfile(api, project, { name: freshName("needs"), addons });
  await openLayer(page, draft);
  const beside = page.getByRole("complementary", { name: "Presets" });
  await expect(page.getByRole("tab", { name: /^Presets/ })).toBeHidden();
  await expect(beside.getByText(/Needs an ingress controller/)).toBeVisible();
  await expect(beside.getByText(/service\.type, ingress\.enabled/).first()).toBeVisible();
  await beside.getByRole("radio", { name: "Through an ingress" }).click();
  await page.getByRole("button", { name: "1 problem", exact: true }).click();
  await problems(page).getByRole("button", { name: "Find ingress" }).click();
  await expect(picker(page).getByLabel("Search packs")).toHaveValue("ingress");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");

  await sheet(page, "sample-web").focus();
  await page.keyboard.press("Delete");
  await expect(page.getByText("sample-web removed.", { exact: true })).toBeAttached();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(sheet(page, "sample-web")).toBeVisible();
  await expect(page.getByText("sample-web removed.", { exact: true })).toHaveCount(0);
  await expect(stack(page).getByRole("button", { name: /^sample-web, / })).toBeVisible();
});

test("a published version is not said to be publishable; its menu tells date, author and note", async ({
  page,
  api,
  project,
}) => {
  const { path } = await publishedProfile(api, project, { name: freshName("told") });
  await page.goto(path);
  await page.getByRole("button", { name: /^Problems/ }).click();
  await expect(page.getByText("No problems.", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Version 1.0.0" }).click();
  const item = page.getByRole("menuitem", { name: /1\.0\.0.*published .* by .*First/ });
  await expect(item).toBeVisible();
});
