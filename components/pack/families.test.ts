import { expect, test } from "vitest";
import type { PackSummary } from "@/server/domain/pack/types";
import { filterFamilies, packFamilies, splitBySupport, versionIn } from "./families";

const pack = (name: string, version: string, over: Partial<PackSummary> = {}): PackSummary => ({
  registry: "public",
  name,
  displayName: name,
  version,
  digest: `sha256:${name}@${version}`,
  layer: "addon",
  cloudTypes: ["all"],
  addonType: null,
  description: "",
  docsURL: null,
  logo: null,
  availability: "bundled",
  simulated: false,
  state: "active",
  group: null,
  endOfLife: null,
  ...over,
});
const families = packFamilies([
  pack("web", "1.9.0"),
  pack("kubernetes", "1.36.3", { layer: "k8s" }),
  pack("web", "1.10.0"),
  pack("kubernetes", "1.38.0", { layer: "k8s", state: "deprecated" }),
  pack("logs", "2.0.0", { description: "ships web logs", availability: "needs-internet" }),
  pack("vpc", "1.0.0", { layer: "cni", cloudTypes: ["aws"] }),
]);
const names = (list: typeof families) => list.map(({ newest }) => newest.name).join(" ");

test("versions of a pack are one family, layers in stack order", () => {
  expect(names(families)).toBe("kubernetes vpc logs web");
  expect(families.at(-1)?.versions.map(({ version }) => version)).toEqual(["1.10.0", "1.9.0"]);
});

test("a deprecated version is never the proposed one, but can be chosen", () => {
  const kubernetes = families[0];
  expect(kubernetes?.newest.version).toBe("1.36.3");
  expect(kubernetes && versionIn(kubernetes, "sha256:kubernetes@1.38.0").version).toBe("1.38.0");
  expect(kubernetes && versionIn(kubernetes, "gone").version).toBe("1.36.3");
});

test("filters narrow by words, kind and availability", () => {
  expect(names(filterFamilies(families, { text: "web" }))).toBe("web logs");
  expect(names(filterFamilies(families, { text: "WEB ships" }))).toBe("logs");
  expect(names(filterFamilies(families, { kind: "cni" }))).toBe("vpc");
  expect(names(filterFamilies(families, { availability: "needs-internet" }))).toBe("logs");
});

test("packs of other infrastructure are told apart with the reason, never left out", () => {
  const { fit, unfit } = splitBySupport(families, "local");
  expect(names(fit)).toBe("kubernetes logs web");
  expect(unfit).toMatchObject([
    { family: { newest: { name: "vpc" } }, reason: expect.stringContaining("supports: aws") },
  ]);
  expect(splitBySupport(families, "all").unfit).toEqual([]);
});
