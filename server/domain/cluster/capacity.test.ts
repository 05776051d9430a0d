import { expect, test } from "vitest";
import { assessCapacity, stillNeededMiB } from "./capacity";

const pools = (controlPlanes: number, workers: number) => [
  { role: "control-plane" as const, size: controlPlanes },
  { role: "worker" as const, size: workers },
];

const memoryOf = (totalMiB: number, freeMiB: number, promisedMiB = 0) => ({
  totalMiB,
  freeMiB,
  promisedMiB,
});

test("a small cluster fits a laptop", () => {
  expect(assessCapacity(pools(1, 3), memoryOf(8192, 4096)).fits).toBe(true);
});

test("what does not fit is refused with the numbers that explain it", () => {
  const view = assessCapacity(pools(3, 500), memoryOf(2048, 1500));
  expect(view.fits).toBe(false);
  expect(view.neededMiB).toBeGreaterThan(3 * 515);
  expect(view.message).toContain("needs about 2.9 GiB of memory; 1.2 GiB of 2.0 GiB free");
});

test("every machine more costs more, and workers alone cost no control plane", () => {
  const memory = memoryOf(9000, 9000);
  const need = (c: number, w: number) => assessCapacity(pools(c, w), memory).neededMiB;
  expect(need(1, 500)).toBeGreaterThan(need(1, 3));
  expect(need(3, 3)).toBeGreaterThan(need(1, 3) + 1000);
  expect(need(0, 10)).toBeLessThan(30);
});

test("what is promised to others is not free, and the message says so", () => {
  const view = assessCapacity(pools(1, 3), memoryOf(8192, 4096, 3400));
  expect(view).toMatchObject({ fits: false, freeMiB: 4096 - 3400 - 256 });
  expect(view.message).toContain("besides 3.3 GiB reserved for clusters being created");
});

test("a cluster still needs what is not ready yet, and nothing once all is", () => {
  const wanted = pools(1, 3).map((pool, i) => ({ ...pool, name: `p${i}` }));
  const seen = (...ready: number[]) => ready.map((n, i) => ({ name: `p${i}`, ready: n, total: n }));
  const whole = assessCapacity(pools(1, 3), memoryOf(9000, 9000)).neededMiB;
  expect(stillNeededMiB(wanted, [])).toBe(whole);
  expect(stillNeededMiB(wanted, seen(1, 1))).toBe(5);
  expect(stillNeededMiB(wanted, seen(1, 3))).toBe(0);
});

test("what misses the free memory by little is told in exact numbers", () => {
  const { neededMiB } = assessCapacity(pools(3, 3), memoryOf(9000, 9000));
  const view = assessCapacity(pools(3, 3), memoryOf(9000, 256 + neededMiB - 1));
  expect(view.fits).toBe(false);
  expect(view.message).toContain(
    `${neededMiB} MiB of memory; ${neededMiB - 1} MiB of 8.8 GiB free`,
  );
});
