import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPackFolders } from "@/packs/read-packs";
import { packOf } from "@/server/domain/pack/testing/pack-files";
import { renderLayer } from "@/server/domain/profile/render";
import { contextOf, layerOf } from "@/server/domain/profile/testing/layers";
import type { RenderedLayer } from "@/server/domain/profile/types";
import { cachedBinaries, untilTrue } from "@/server/kube/testing/start-control-plane";
import { startAgentCluster, startInstaller } from "./testing/agent-cluster";

const root = fileURLToPath(new URL("../../packs", import.meta.url));
let cluster: Awaited<ReturnType<typeof startAgentCluster>>;

beforeAll(async () => {
  cluster = await startAgentCluster();
});
afterAll(() => cluster.stop());

test("every pack that needs no internet becomes ready as it is and goes without a trace", async () => {
  const { layers, folders } = await ownLayers();
  const one = startInstaller(
    cluster.kubeconfigFile,
    { folderOf: async (digest) => folders.get(digest) ?? "" },
    { helm: await cachedBinaries("helm", "4.3.1") },
  );
  try {
    one.installer.setDesired({ generation: 1, kubernetesVersion: "1.37.2", layers });
    const settled = () =>
      one.board.all().every(({ state }) => state === "Ready" || state === "Error");
    await untilTrue(
      () => one.board.all().length === layers.length && settled(),
      120_000,
      "all settled",
    );
    expect(one.board.all().filter(({ state }) => state !== "Ready")).toEqual([]);

    one.installer.setDesired({ generation: 2, kubernetesVersion: "1.37.2", layers: [] });
    await untilTrue(() => one.board.all().length === 0, 120_000, "all removed");
    const left = await cluster.client.list(
      { apiVersion: "v1", kind: "Secret" },
      { labelSelector: "owner=helm" },
    );
    expect(left).toEqual([]);
  } finally {
    await one.stop();
  }
});

/** The newest version of each pack whose charts lie in the repository, rendered with its own values. */
async function ownLayers() {
  const context = contextOf({
    system: { "cluster.name": "demo", "kubernetes.version": "1.37.2" },
    packs: { kubernetes: { pack: { podCIDR: "10.244.0.0/16" } } },
  });
  const byName = new Map<string, RenderedLayer>();
  const folders = new Map<string, string>();
  for (const { name, files } of await readPackFolders(root)) {
    const pack = await packOf(files);
    if (pack.charts.some((chart) => chart.source === "upstream")) continue;
    const result = renderLayer(layerOf(pack, { id: pack.name, name: pack.name }), pack, context);
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.problems)}`);
    byName.set(pack.name, result.rendered);
    folders.set(result.rendered.pack.digest, `${root}/${name}`);
  }
  return { layers: [...byName.values()], folders };
}
