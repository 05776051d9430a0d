import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)) };
const exclude = ["**/node_modules/**", "dist/**", ".next/**", ".lamina/**", "playwright/**"];

/**
 * unit: pure, no I/O. db: real PostgreSQL. cluster: real API servers of the newest Kubernetes.
 * console: the production build, and what needs every program of the asset cache.
 */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude,
          maxWorkers: availableParallelism(),
        },
      },
      {
        resolve: { alias },
        test: {
          name: "db",
          include: ["**/*.itest.ts"],
          exclude,
          globalSetup: ["server/db/testing/global-setup.ts"],
          // They mostly wait for the database, or for what happens without one.
          maxWorkers: availableParallelism() + 1,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "cluster",
          include: ["**/*.ktest.ts"],
          exclude,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Each file starts whole control planes and mostly waits for them; three would starve two cores.
          maxWorkers: 2,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "console",
          include: ["**/*.ctest.ts"],
          exclude,
          testTimeout: 180_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
