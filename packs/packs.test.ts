import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { parsePack } from "@/server/domain/pack/parse-pack";
import type { Pack, PackProblem } from "@/server/domain/pack/types";
import { checkValues } from "@/server/domain/profile/check-values";
import { planInstall } from "@/server/domain/profile/plan";
import { listPresets, togglePreset } from "@/server/domain/profile/presets";
import { summarizeProfile } from "@/server/domain/profile/summarize";
import { contextOf, layerOf, lookUp } from "@/server/domain/profile/testing/layers";
import { renderLayer } from "@/server/domain/profile/render";
import { validateProfile } from "@/server/domain/profile/validate-profile";
import { parseYaml } from "@/server/domain/yaml/parse";
import { readPackFolders } from "./read-packs";

const root = fileURLToPath(new URL(".", import.meta.url));
const folders = await readPackFolders(root);
const packs = new Map<string, Pack>();
const warnings = new Map<string, PackProblem[]>();

beforeAll(async () => {
  for (const { name, files } of folders) {
    const result = await parsePack(files, { registry: "public" });
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.problems)}`);
    packs.set(name, result.pack);
    warnings.set(name, result.warnings);
  }
});

function packNamed(folder: string): Pack {
  const pack = packs.get(folder);
  if (!pack) throw new Error(`no pack ${folder}`);
  return pack;
}

describe.each(folders.map(({ name }) => name))("%s", (name) => {
  const faultsOf = (values: string) => {
    const pack = packNamed(name);
    return checkValues(pack.rules, parseYaml(values).data, parseYaml(pack.values).data);
  };

  test("is read without a complaint and named like its folder", () => {
    const pack = packNamed(name);
    expect(warnings.get(name)).toEqual([]);
    expect(`${pack.name}-${pack.version}`).toBe(name);
    expect(pack.logo).toMatch(/^data:image\/svg/);
    expect(pack.description).not.toBe("");
    expect(pack.readme.length).toBeGreaterThan(100);
    expect(pack.rules.length).toBeGreaterThan(0);
  });

  test("says of each ruled value what it is for", () => {
    const silent = packNamed(name).rules.filter((rule) => rule.hints.length === 0);
    expect(silent.map((rule) => rule.path)).toEqual([]);
  });

  test("says where its charts come from", () => {
    const pack = packNamed(name);
    const isUpstream = pack.charts.some((chart) => chart.source === "upstream");
    expect(pack.availability).toBe(isUpstream ? "needs-internet" : "bundled");
    expect(pack.readme.includes("**Needs internet or a mirror:**")).toBe(isUpstream);
    expect(pack.readme.includes("**Simulated:**")).toBe(pack.simulated);
  });

  test("its values obey its own rules, show which presets are on, and name no other vendor", () => {
    const pack = packNamed(name);
    expect(faultsOf(pack.values)).toEqual([]);
    const on = listPresets(pack, { values: pack.values }).filter((preset) => preset.on);
    const groups = new Set(pack.presets.map((preset) => preset.group));
    expect(new Set(on.map((preset) => preset.group))).toEqual(groups);
    expect(pack.values).not.toMatch(/spectro/);
    for (const rule of pack.rules.filter((r) => r.required && !r.path.includes("$[]"))) {
      expect(checkValues([rule], {}, {}), rule.path).toHaveLength(1);
    }
  });

  test("every preset can be chosen, keeps the rules, and the way back restores the text", () => {
    const pack = packNamed(name);
    for (const preset of pack.presets) {
      const on = togglePreset(pack, { values: pack.values }, preset.name, true, preset.group);
      expect(faultsOf(on.values), preset.name).toEqual([]);
      expect(
        listPresets(pack, on).find((p) => p.name === preset.name && p.group === preset.group)?.on,
      ).toBe(true);
      const first = listPresets(pack, { values: pack.values }).find((p) => p.group === preset.group && p.on);
      if (first) expect(togglePreset(pack, on, first.name, true, first.group).values).toBe(pack.values);
    }
  });

  test("becomes something an agent can install", () => {
    const pack = packNamed(name);
    const context = contextOf({
      system: { "cluster.name": "demo", "kubernetes.version": "1.37.2" },
      packs: { kubernetes: { pack: { podCIDR: "10.244.0.0/16" } } },
    });
    const result = renderLayer(layerOf(pack), pack, context);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    expect(JSON.stringify(result.rendered.releases)).not.toContain(".lamina.");
    for (const release of result.rendered.releases)
      expect(release.releaseName.length).toBeLessThanOrEqual(53);
  });
});

describe("together", () => {
  const local = [
    "local-ubuntu-24.04",
    "kubernetes-1.37.2",
    "local-network-1.0.0",
    "local-storage-1.0.0",
  ];
  const addons = () =>
    [...packs.keys()].filter((n) => packNamed(n).layer === "addon" && n !== "sample-web-1.0.0");

  test("all add-ons fit into one profile for local", () => {
    const layers = [...local, ...addons()].map((name) => layerOf(packNamed(name)));
    expect(validateProfile(layers, lookUp(...packs.values()), { strict: true })).toEqual([]);
    const summary = summarizeProfile(layers, lookUp(...packs.values()));
    expect(summary.kubernetesVersion).toBe("1.37.2");
    expect(summary.needsInternet.length).toBeGreaterThanOrEqual(8);
  });

  test("the kind of feature flags comes before the flags, and flags without it are refused", () => {
    const names = [...local, "feature-flags-1.0.0", "feature-flags-crd-1.0.0"];
    const layers = names.map((name) => layerOf(packNamed(name)));
    const order = planInstall(layers).flatMap((group) => group.layerIds);
    expect(order.indexOf("lyr_feature-flags-crd")).toBeLessThan(order.indexOf("lyr_feature-flags"));
    const without = validateProfile(layers.slice(0, 5), lookUp(...packs.values()), {
      strict: true,
    });
    expect(without.map((problem) => problem.code)).toEqual(["DEPENDENCY_MISSING"]);
  });

  test("a cloud-only network is refused on local", () => {
    const layers = [
      "local-ubuntu-24.04",
      "kubernetes-1.36.3",
      "cilium-1.18.6",
      "local-storage-1.0.0",
    ].map((name) => layerOf(packNamed(name)));
    const problems = validateProfile(layers, lookUp(...packs.values()), { strict: true });
    expect(problems.map((problem) => problem.code)).toEqual(["CLOUD_TYPE_MISMATCH"]);
  });
});
