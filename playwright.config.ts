import { defineConfig } from "@playwright/test";
import { launchOptions } from "@/playwright/fixtures/browser";

/** One console (production build, empty data folder) serves the whole run; see fixtures/global-setup.ts. */
export default defineConfig({
  testDir: "playwright/specs",
  outputDir: "test-results/specs",
  globalSetup: "./playwright/fixtures/global-setup.ts",
  // The specs share one console and two cores, so they run one after the other.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: "reduce" },
    locale: "en-GB",
    // Without the film: it costs more than the journey itself where pixels are drawn by the CPU.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    actionTimeout: 20_000,
    launchOptions,
  },
  // An installation is empty only once, so the quick start goes first; the others may run alone.
  projects: [
    { name: "empty", testMatch: "quick-start.spec.ts" },
    { name: "console", testIgnore: "quick-start.spec.ts" },
  ],
});
