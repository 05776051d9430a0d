import { expect, test } from "vitest";
import { sampleFacts } from "@/server/domain/profile/cluster-facts";
import { infraPacks, layerOf } from "@/server/domain/profile/testing/layers";
import { networkOf, renderInputOf } from "./render-input";

const facts = { ...sampleFacts, "cluster.name": "harbour" };
const cluster = {
  id: "cls_1111111111111111",
  name: "harbour",
  spec: { infrastructure: "local" as const, kubernetesVersion: "1.36.3", pools: [] },
};

async function layersWith(osValues: string, k8sValues: string) {
  const [os, k8s, ...others] = await infraPacks();
  if (!os || !k8s) throw new Error("no packs");
  const changed = [layerOf(os, { values: osValues }), layerOf(k8s, { values: k8sValues })];
  return [...changed, ...others.map((pack) => layerOf(pack))];
}

test("macros in what the control plane starts with are resolved with the cluster's facts", async () => {
  const layers = await layersWith(
    "net:\n  pods: 10.9.0.0/16\nnode:\n  osImage: image-{{ .lamina.system.cluster.name }}\n",
    `pack:
  podCIDR: "{{ .lamina.pack.my-os.net.pods }}"
  serviceClusterIpRange: '{{ .lamina.var.none | default "10.97.0.0/20" }}'
kubeadmconfig:
  apiServer:
    extraArgs:
      oidc-client-id: "{{ .lamina.system.cluster.name | upper }}"
`,
  );
  expect(renderInputOf(cluster, layers, facts)).toMatchObject({
    podCidr: "10.9.0.0/16",
    serviceCidr: "10.97.0.0/20",
    osImage: "image-harbour",
    apiServerExtraArgs: { "oidc-client-id": "HARBOUR" },
  });
});

test("without values the usual ranges are taken", async () => {
  expect(networkOf(await layersWith("", ""), facts)).toEqual({
    podCidr: "10.244.0.0/16",
    serviceCidr: "10.96.0.0/16",
  });
});
