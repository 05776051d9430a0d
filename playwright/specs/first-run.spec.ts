import type { Page } from "@playwright/test";
import { expect, test } from "@/playwright/fixtures";
import { expectWellMade } from "@/playwright/fixtures/accessible";
import { admin } from "@/playwright/fixtures/console";
import { startConsole, type StartedConsole } from "@/playwright/fixtures/start-console";

// A set-up happens once, so it has an installation of its own. Refusals are part of it.
test.use({ signedIn: false, refusals: true });
let own: StartedConsole;
test.beforeAll(async () => {
  own = await startConsole("first-run", { LAMINA_ADMIN_PASSWORD: undefined });
});
test.afterAll(() => own.stop());

const mine = { email: "bea@example.org", password: "a sentence of my own" };

test("the printed password is replaced by an own one, once for all", async ({ page, context }) => {
  const printed = { email: admin.email, password: await printedPassword() };
  await signIn(page, printed);
  const notice = page.getByRole("note").filter({ hasText: "initial password" });
  await notice.getByRole("link", { name: "Change it" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Set up Lamina" })).toBeVisible();

  // What is wrong is said at its field, and nothing is lost.
  const save = page.getByRole("button", { name: "Save and continue" });
  await page.getByLabel("Organisation").fill("");
  await page.getByLabel("Email").fill("bea");
  await page.getByLabel("New password").fill("short");
  await save.click();
  await expect(page.getByLabel("Organisation")).toHaveAccessibleDescription(/Enter a name/);
  await expect(page.getByLabel("Your name")).toHaveAccessibleDescription(/Enter your name/);
  await expect(page.getByLabel("Email")).toHaveAccessibleDescription(/valid email address/);
  await expect(page.getByLabel("New password")).toHaveAccessibleDescription(/at least 10/);
  await expect(page.getByLabel("Email")).toHaveValue("bea");
  await expectWellMade(page);

  await page.getByLabel("Organisation").fill("Acme");
  await page.getByLabel("Your name").fill("Bea");
  await page.getByLabel("Email").fill(mine.email);
  await page.getByLabel("New password").fill(mine.password);
  await save.click();
  await expect(page).toHaveURL(`${own.url}/default`);
  await expect(notice).toBeHidden();
  await page.goto(`${own.url}/set-up`);
  await expect(page).toHaveURL(`${own.url}/default`);

  await context.clearCookies();
  await signIn(page, printed);
  await expect(page.getByText("Incorrect email or password.")).toBeVisible();
  await signIn(page, mine);
  await expect(page).toHaveURL(`${own.url}/default`);
});

/** The password as the terminal shows it below "Lamina is ready". */
async function printedPassword(): Promise<string> {
  const line = /^ +Password +(\S+)$/m;
  await expect.poll(() => own.output()).toMatch(line);
  return line.exec(own.output())?.[1] ?? "";
}

async function signIn(page: Page, login: { email: string; password: string }): Promise<void> {
  await page.goto(`${own.url}/sign-in`);
  await page.getByLabel("Email").fill(login.email);
  await page.getByLabel("Password").fill(login.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
