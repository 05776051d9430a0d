import { expect, test } from "vitest";
import type { Pack } from "@/server/domain/pack/types";
import { samplePacks, sampleProfile } from "@/server/domain/profile/sample";
import type { ProfileVersionSummary } from "@/server/domain/profile/views";
import { deploySample, type SampleApi } from "./deploy-sample";

const version = (id: string, state: ProfileVersionSummary["state"]): ProfileVersionSummary => ({
  id,
  version: "1.0.0",
  state,
  note: "",
  digest: null,
  updatedAt: "",
  publishedAt: null,
  publishedBy: null,
  layerCount: 9,
});
const pack = (name: string, wanted = "1.0.0"): Pack => ({
  registry: "lamina",
  name,
  displayName: name,
  version: wanted,
  digest: `sha256:${name}`,
  layer: "addon",
  cloudTypes: ["local"],
  addonType: null,
  description: "",
  docsURL: null,
  logo: null,
  availability: "bundled",
  simulated: true,
  state: "active",
  group: null,
  endOfLife: null,
  annotations: {},
  readme: "",
  values: "",
  presets: [],
  rules: [],
  constraints: { dependencies: [], resources: [] },
  charts: [],
  manifests: [],
});

function fakeApi(more: Partial<SampleApi> = {}) {
  const calls: string[] = [];
  const packs = samplePacks.map((p) => pack(p.name, p.version));
  const api: SampleApi = {
    profiles: () => Promise.resolve([]),
    revision: () => Promise.resolve(4),
    packs: () => Promise.resolve(packs),
    pack: (digest) => Promise.resolve(pack(digest.slice(7))),
    createProfile: ({ name, layers }) => {
      calls.push(`create ${name} with ${layers.length} layers`);
      return Promise.resolve({ versionId: "prv_new" });
    },
    publish: ({ versionId, revision }) => {
      calls.push(`publish ${versionId} at ${revision}`);
      return Promise.resolve(null);
    },
    clusterNames: () => Promise.resolve(["demo"]),
    createCluster: ({ name, profileVersionId, pools }) => {
      calls.push(
        `deploy ${name} from ${profileVersionId} on ${pools.map((p) => p.size).join("+")}`,
      );
      return Promise.resolve({ clusterId: "cls_1" });
    },
    ...more,
  };
  return { api, calls };
}
const run = async (more: Partial<SampleApi>) => {
  const { api, calls } = fakeApi(more);
  await deploySample(api, () => undefined);
  return calls;
};
const withVersion = (state: ProfileVersionSummary["state"]) => ({
  profiles: () =>
    Promise.resolve([{ name: sampleProfile.name, versions: [version("prv_old", state)] }]),
});

test("an empty installation gets the profile, its first version, and a cluster with a free name", async () => {
  expect(await run({})).toEqual([
    "create sample-stack with 9 layers",
    "publish prv_new at 4",
    "deploy demo-2 from prv_new on 1+3",
  ]);
});

test("a second try goes on with the draft that the first one left", async () => {
  expect(await run(withVersion("draft"))).toEqual([
    "publish prv_old at 4",
    "deploy demo-2 from prv_old on 1+3",
  ]);
});

test("a published sample is used as it is", async () => {
  expect(await run(withVersion("published"))).toEqual(["deploy demo-2 from prv_old on 1+3"]);
});

test("a pack that is missing is named, and nothing is created", async () => {
  const { api, calls } = fakeApi({ packs: () => Promise.resolve([pack("local-ubuntu")]) });
  await expect(deploySample(api, () => undefined)).rejects.toThrow("sample-web");
  expect(calls).toEqual([]);
});
