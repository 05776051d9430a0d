import { expect, type Locator, type Page } from "@playwright/test";

/** The state that the cluster's page shows in its head. */
export function clusterState(page: Page): Locator {
  return page.getByRole("status", { name: "Cluster state" });
}

/** What the product promises from the click to a running cluster, with the programs there. */
const promisedMs = 60_000;

/** Waits for the state and says how long it took since `begun`. */
export async function untilState(page: Page, state: string, begun: number): Promise<void> {
  await expect(clusterState(page)).toContainText(state, { timeout: promisedMs });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`    ${state} after ${seconds} s`);
}

/** One operation of the timeline. */
export function operation(page: Page, title: string): Locator {
  return page.getByRole("article", { name: title });
}

/** Opens a tab of the cluster's page. */
export async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Cluster" }).getByRole("link", { name }).click();
}
