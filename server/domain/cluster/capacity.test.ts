import { expect, test } from "vitest";
import { assessCapacity } from "./capacity";

const pools = (controlPlanes: number, workers: number) => [
  { role: "control-plane" as const, size: controlPlanes },
  { role: "worker" as const, size: workers },
];

test("a small cluster fits a laptop", () => {
  expect(assessCapacity(pools(1, 3), { totalMiB: 8192, freeMiB: 4096 }).fits).toBe(true);
});

test("what does not fit is refused with the numbers that explain it", () => {
  const view = assessCapacity(pools(3, 500), { totalMiB: 2048, freeMiB: 1500 });
  expect(view.fits).toBe(false);
  expect(view.neededMiB).toBeGreaterThan(3 * 515);
  expect(view.message).toContain(`${view.neededMiB} MiB`);
  expect(view.message).toContain("2048 MiB");
});

test("every machine more costs more, and workers alone cost no control plane", () => {
  const memory = { totalMiB: 9000, freeMiB: 9000 };
  const need = (c: number, w: number) => assessCapacity(pools(c, w), memory).neededMiB;
  expect(need(1, 500)).toBeGreaterThan(need(1, 3));
  expect(need(3, 3)).toBeGreaterThan(need(1, 3) + 1000);
  expect(need(0, 10)).toBeLessThan(30);
});
