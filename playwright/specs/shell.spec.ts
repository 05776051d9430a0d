import type { Page } from "@playwright/test";
import { expect, test } from "@/playwright/fixtures";
import { freshName, publishedProfile } from "@/playwright/fixtures/arrange";

/** Holds back every page that is fetched by a click. */
async function slowPages(page: Page, ms: number): Promise<void> {
  await page.route(/[?&]_rsc=/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    await route.continue().catch(() => undefined);
  });
}

test("a chosen menu entry is marked at once, with a line across the top, however long its page takes", async ({
  page,
  project,
}) => {
  await page.goto(`/${project.slug}/clusters`);
  await expect(page.getByRole("heading", { level: 1, name: "Clusters" })).toBeVisible();
  await slowPages(page, 2_000);
  const menu = page.getByRole("navigation", { name: "Main" });
  const packs = menu.getByRole("link", { name: "Packs" });
  await packs.click();
  await expect(packs).toHaveAttribute("aria-current", "page", { timeout: 400 });
  await expect(page.getByRole("progressbar", { name: "Loading the page" })).toBeAttached();
  await expect(menu.getByRole("link", { name: "Clusters" })).not.toHaveAttribute("aria-current");
  await expect(page.getByRole("heading", { level: 1, name: "Packs" })).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Loading the page" })).toHaveCount(0);
});

test("the server's own markup shows every choice and relative times; the frame comes first", async ({
  context,
  api,
  project,
}) => {
  await publishedProfile(api, project, { name: freshName("markup") });
  const markup = async (path: string) => {
    const headers = { accept: "text/html" };
    return (await context.request.get(`/${project.slug}${path}`, { headers })).text();
  };
  expect(await markup("/profiles")).toMatch(/>Last updated</);
  const profiles = await markup("/profiles");
  expect(profiles).toMatch(/<time[^>]*>(just now|\d+ \w+ ago)</);
  expect(profiles).not.toMatch(/<time[^>]*>[^<]*UTC</);
  expect(await markup("/clusters")).toMatch(/>All states</);
  expect(await markup("")).toMatch(/aria-label="Main"/);
});

test.describe("addresses that lead nowhere", () => {
  test.use({ refusals: true });

  test("an unknown page keeps the frame, an unknown cluster says so by its status too", async ({
    page,
    project,
  }) => {
    const menu = page.getByRole("navigation", { name: "Main" });
    for (const address of [
      `/${project.slug}/nothing/here`,
      "/no-such-project",
      "/no-such-project/clusters",
      "/no-such-project/clusters/new",
      `/${project.slug}/clusters/cls_1111111111111111`,
      `/${project.slug}/clusters/no-such-name/events`,
    ]) {
      const answer = await page.goto(address);
      expect(answer?.status(), address).toBe(404);
      await expect(page.getByRole("heading", { level: 1, name: "Not found" })).toBeVisible();
      await expect(menu).toHaveCount(1);
    }
  });
});

test("the command menu names the key of this computer and finds packs and profiles", async ({
  page,
  api,
  project,
}) => {
  const { name, path } = await publishedProfile(api, project, { name: freshName("findable") });
  await page.goto(`/${project.slug}`);
  const trigger = page.getByRole("button", { name: "Search or run a command" });
  await expect(trigger).toContainText("Ctrl");
  await page.keyboard.press("Control+k");
  const input = page.getByRole("dialog").getByRole("combobox");
  await input.fill("cilium");
  await expect(page.getByRole("option", { name: /^Cilium/ })).toBeVisible();
  await expect(page.getByRole("option")).toHaveCount(1);
  await input.fill("zzzz");
  await expect(page.getByText(/^No results/)).toBeVisible();
  await input.fill(name);
  await page.getByRole("option", { name: new RegExp(name) }).click();
  await expect(page).toHaveURL(path);
});

test("the account menu tells the version and changes the password", async ({ page, project }) => {
  await page.goto(`/${project.slug}`);
  const account = page.getByRole("button", { name: /^Account of/ });
  await account.click();
  await page.getByRole("menuitem", { name: "About Lamina" }).click();
  await expect(page.getByRole("dialog", { name: "About Lamina" })).toContainText(/\d+\.\d+\.\d+/);
  await page.keyboard.press("Escape");
  await account.click();
  await page.getByRole("menuitem", { name: "Change password" }).click();
  const dialog = page.getByRole("dialog", { name: "Change password" });
  await dialog.getByLabel("New password").fill("short");
  await dialog.getByRole("button", { name: "Change password" }).click();
  await expect(dialog.getByLabel("Current password")).toHaveAccessibleDescription(/Enter your/);
  await expect(dialog.getByLabel("New password")).toHaveAccessibleDescription(/at least 10/);
});

test("a new taint is no mistake before it was left empty; sizes follow the typing and say what is wrong", async ({
  page,
  api,
  project,
}) => {
  const { versionId } = await publishedProfile(api, project, { name: freshName("pools") });
  await page.goto(`/${project.slug}/clusters/new?profileVersion=${versionId}&step=pools`);
  await page.getByRole("button", { name: "Add a taint" }).click();
  const key = page.getByRole("textbox", { name: "Key of taint 1" });
  await expect(key).not.toHaveAttribute("aria-invalid");
  await page.getByRole("button", { name: "Next" }).click();
  await expect(key).toHaveAttribute("aria-invalid", "true");
  await page.getByRole("button", { name: "Remove taint 1" }).click();

  const size = page.getByRole("spinbutton", { name: "Nodes" });
  for (const [text, why] of [
    ["two", /whole number/],
    ["2.5", /whole number/],
    ["", /whole number/],
    ["1001", /At most 1000/],
    ["-1", /At least 0/],
  ] as const) {
    await size.fill(text);
    await expect(size).toHaveAccessibleDescription(why);
    await expect(size).toHaveValue(text);
  }
  await size.fill("7");
  await expect(size).not.toHaveAttribute("aria-invalid");
});
