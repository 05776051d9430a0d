import { expect, test } from "vitest";
import type { Pool } from "@/server/domain/cluster/types";
import { deletionList } from "./deletion-list";
import { wordsFit } from "@/components/ui/words-fit";

const pool = (name: string, role: Pool["role"], size: number): Pool => ({
  name,
  role,
  size,
  machineSize: "small",
  labels: {},
  taints: [],
});
const layer = { id: "l", name: "web", kind: "addon" as const, packName: "web", version: "1.0.0" };

test("a deletion names what goes, and leaves out what there is none of", () => {
  const pools = [pool("control-plane", "control-plane", 1), pool("workers", "worker", 3)];
  const spec = { infrastructure: "local" as const, kubernetesVersion: "1.37.2", pools };
  expect(deletionList({ spec, layers: [layer], hasKubeconfig: true }, undefined)).toEqual([
    "1 control-plane member with its etcd: every object and secret in the cluster",
    "3 simulated nodes in 1 pool: workers",
    "1 add-on: web",
    "Access through every downloaded kubeconfig",
  ]);
});

test.each([
  ["every word, in any order and case", "WEB demo", true],
  ["one word is missing", "web other", false],
  ["nothing asked fits everything", "  ", true],
])("wordsFit: %s", (_name, query, want) => {
  expect(wordsFit(query, ["demo", null, "sample-web"])).toBe(want);
});
