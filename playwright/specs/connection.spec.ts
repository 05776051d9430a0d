import { chromium, type Browser, type Page } from "@playwright/test";
import { expect, test } from "@/playwright/fixtures";
import { launchOptions } from "@/playwright/fixtures/browser";
import { admin } from "@/playwright/fixtures/console";
import { startConsole, type StartedConsole } from "@/playwright/fixtures/start-console";

// The console is stopped here, so it is one of its own; the browser may complain of what it cannot reach.
test.use({ signedIn: false });
let own: StartedConsole;
let browser: Browser;
test.beforeAll(async () => {
  own = await startConsole("connection");
  browser = await chromium.launch(launchOptions);
});
test.afterAll(async () => {
  await browser.close();
  await own.stop();
});

test("a console that stops is said at once and keeps the page; a click waits for it; all comes back by itself", async () => {
  const page = await browser.newPage({ baseURL: own.url });
  await signIn(page);
  await page.goto("/default/packs");
  const search = page.getByRole("searchbox");
  await search.fill("sample");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const banner = page.getByRole("alert").filter({ hasText: "Connection lost. Trying again." });
  await expect(banner).toBeHidden();

  await own.halt();
  await expect(banner).toBeVisible({ timeout: 8_000 });
  await expect(banner).toContainText(/\d{2}:\d{2}/);
  await expect(page.getByText("Offline", { exact: true })).toBeVisible();

  // What is typed meanwhile is kept.
  await search.press("End");
  await page.keyboard.type("-web");
  await expect(search).toHaveValue("sample-web");

  // A menu entry that cannot be fetched is marked and waited for; the page and what was typed stay.
  const menu = page.getByRole("navigation", { name: "Main" });
  let failed = 0;
  page.on("requestfailed", (request) => void (failed += request.isNavigationRequest() ? 0 : 1));
  await menu.getByRole("link", { name: "System" }).click();
  await expect(menu.getByRole("link", { name: "System" })).toHaveAttribute("aria-current", "page");
  await expect(page.getByRole("progressbar", { name: "Loading the page" })).toBeAttached();
  // It asks again and again; none of its failures leads away from the page.
  await expect.poll(() => failed).toBeGreaterThan(2);
  await expect(page).toHaveURL(`${own.url}/default/packs?q=sample-web`);
  await expect(page.getByRole("heading", { level: 1, name: "Packs" })).toBeVisible();
  await expect(search).toHaveValue("sample-web");

  await own.resume();
  await expect(page.getByRole("heading", { level: 1, name: "System" })).toBeVisible();
  await expect(banner).toBeHidden();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
});

async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(admin.email);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
}
