import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  startChartRepository,
  type ChartRepository,
} from "@/server/agent/testing/chart-repository";
import { pinnedHelm } from "@/server/domain/control-plane/binaries";
import { cachedBinaries } from "@/server/kube/testing/start-control-plane";
import { createLog } from "@/server/platform/log/log";
import { Helm } from "./helm";

let binary: string;
let repository: ChartRepository;
const folders: string[] = [];
const lines: string[] = [];

beforeAll(async () => {
  binary = await cachedBinaries("helm", pinnedHelm);
  repository = await startChartRepository(binary);
});
afterAll(async () => {
  await repository.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An agent's Helm with nothing fetched yet. */
function freshHelm(): Helm {
  const folder = mkdtempSync(path.join(tmpdir(), "lamina-helm-"));
  folders.push(folder);
  const log = createLog("info", { write: (line: string) => void lines.push(line) });
  return new Helm({ helm: binary, kubeconfig: "none", folder, timeoutMs: 30_000, log });
}

const digestOf = (file: string) =>
  `sha256:${createHash("sha256").update(readFileSync(file)).digest("hex")}`;

test("a chart with the pinned digest is fetched once; one that was replaced since is refused", async () => {
  const digest = await repository.publish("web", "1.0.0", "# as reviewed\n");
  const chart = { name: "web", version: "1.0.0", repository: repository.url, digest };
  const helm = freshHelm();
  expect(digestOf(await helm.pull(chart))).toBe(digest);

  const other = await repository.publish("web", "1.0.0", "# somebody else's\n");
  expect(other).not.toBe(digest);
  expect(digestOf(await helm.pull(chart))).toBe(digest); // still the kept archive
  const refusal = freshHelm().pull(chart);
  await expect(refusal).rejects.toMatchObject({
    code: "LAYER_INSTALL_FAILED",
    reason: "ChartDigestMismatch",
  });
  await expect(refusal).rejects.toThrow(`its digest is ${other}, the pack says ${digest}`);
});

test("a refused archive is not kept: nothing installs it later", async () => {
  const digest = await repository.publish("kept", "1.0.0", "# right\n");
  const wrong = `sha256:${"0".repeat(64)}`;
  const chart = { name: "kept", version: "1.0.0", repository: repository.url };
  const helm = freshHelm();
  for (const _ of [1, 2]) {
    await expect(helm.pull({ ...chart, digest: wrong })).rejects.toThrow(wrong);
  }
  expect(digestOf(await helm.pull({ ...chart, digest }))).toBe(digest);
});

test("without a digest the chart is fetched, and the log names the digest that would pin it", async () => {
  const digest = await repository.publish("open", "1.0.0", "# anything\n");
  const chart = { name: "open", version: "1.0.0", repository: repository.url };
  expect(digestOf(await freshHelm().pull(chart))).toBe(digest);
  const line = lines.find((l) => l.includes("chart fetched") && l.includes('"open"'));
  expect(JSON.parse(line ?? "{}")).toMatchObject({ sha256: digest.slice(7), pinned: false });
});
