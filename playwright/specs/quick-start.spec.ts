import { expect, test } from "@/playwright/fixtures";
import { operation, untilState } from "@/playwright/steps/cluster";

test("an empty installation greets, and one click makes a running cluster", async ({
  page,
  project,
}) => {
  await page.goto("/");
  await expect(page).toHaveURL(`/${project.slug}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "A whole cluster, described once",
  );
  await expect(page.getByRole("link", { name: "Build a profile" })).toBeVisible();
  const machine = page.locator("dl").filter({ hasText: "Kubernetes programs" });
  await expect(machine).toContainText(/All \d+ ready/);
  await expect(machine).toContainText("Management planeReady", { timeout: 60_000 });

  await page.getByRole("button", { name: "Deploy a sample cluster" }).click();
  const begun = performance.now();
  await expect(page).toHaveURL(/\/clusters\/[^/]+\/timeline$/);
  await untilState(page, "Running", begun);
  await expect(operation(page, "Deploy demo")).toContainText("Succeeded");

  await page.goto("/");
  const running = page.getByRole("region", { name: "Running" });
  await expect(running.getByRole("link", { name: "demo" })).toBeVisible();
});
