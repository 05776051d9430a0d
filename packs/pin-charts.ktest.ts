import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Helm } from "@/server/agent/helm/helm";
import {
  startChartRepository,
  type ChartRepository,
} from "@/server/agent/testing/chart-repository";
import { pinnedHelm } from "@/server/domain/control-plane/binaries";
import { cachedBinaries } from "@/server/kube/testing/start-control-plane";
import { createLog } from "@/server/platform/log/log";
import { pinCharts } from "./pin-charts";

const source = fileURLToPath(new URL(".", import.meta.url));
const pack = "cert-manager-1.17.2";
let binary: string;
let repository: ChartRepository;
let work: string;
beforeAll(async () => {
  binary = await cachedBinaries("helm", pinnedHelm);
  repository = await startChartRepository(binary);
});
afterAll(() => repository.close());

const file = () => join(work, "packs", pack, "pack.json");
const text = () => readFileSync(file(), "utf8");

/** A real pack whose chart comes from the repository of this test. */
beforeEach(async () => {
  work = mkdtempSync(join(tmpdir(), "lamina-pin-"));
  await cp(join(source, pack), join(work, "packs", pack), { recursive: true });
  const json = JSON.parse(text());
  json.upstreamCharts = [{ name: "cert-manager", repository: repository.url, version: "1.17.2" }];
  writeFileSync(file(), `${JSON.stringify(json, null, 2)}\n`);
  return () => rmSync(work, { recursive: true, force: true });
});

function pins(options: { check?: boolean } = {}) {
  const folder = mkdtempSync(join(work, "helm-"));
  const log = createLog("silent");
  const helm = new Helm({ helm: binary, kubeconfig: "none", folder, timeoutMs: 30_000, log });
  return pinCharts(join(work, "packs"), { pull: (chart) => helm.pull(chart), ...options });
}

test("a missing digest is written and nothing else changes; a check changes nothing", async () => {
  const digest = await repository.publish("cert-manager", "1.17.2", "# reviewed\n");
  const before = text();
  expect(await pins({ check: true })).toMatchObject([{ outcome: "not pinned", found: digest }]);
  expect(text()).toBe(before);
  expect(await pins()).toMatchObject([{ outcome: "pinned", found: digest }]);
  const version = '"version": "1.17.2"\n    }';
  const pinned = `"version": "1.17.2",\n      "digest": "${digest}"\n    }`;
  expect(text()).toBe(before.replace(version, pinned));
  expect(await pins({ check: true })).toMatchObject([{ outcome: "as pinned" }]);
});

test("a digest that stands is never overwritten, however the archive changed", async () => {
  const digest = await repository.publish("cert-manager", "1.17.2", "# reviewed\n");
  await pins();
  const before = text();
  const found = await repository.publish("cert-manager", "1.17.2", "# replaced\n");
  expect(await pins()).toMatchObject([
    { outcome: "differs", found, detail: `The pack says ${digest}.` },
  ]);
  expect(text()).toBe(before);
});

test("a repository out of reach is named and leaves the pack as it is", async () => {
  writeFileSync(file(), text().replace(repository.url, "http://127.0.0.1:1"));
  const before = text();
  const [pin] = await pins();
  expect(pin).toMatchObject({ pack, outcome: "not fetched" });
  expect(pin?.detail).toContain("http://127.0.0.1:1");
  expect(text()).toBe(before);
});
