import { expect, test } from "vitest";
import type { RenderedRelease } from "@/server/domain/profile/types";
import { untilTrue } from "@/server/kube/testing/start-control-plane";
import type { TestInstaller } from "@/server/agent/testing/agent-cluster";
import { installerSuite } from "@/server/agent/testing/installer-suite";
import { layer } from "@/server/agent/testing/layer";

const { client, find, install, want } = installerSuite();

const manifest = (content: string) => [{ name: "m", content }];
const configMap = (name: string, data = "{}") =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: ${data}\n`;
const generated = (id: string, content: string): RenderedRelease => ({
  releaseName: id,
  namespace: id,
  chart: {
    source: "generated",
    name: id,
    version: "1.0.0",
    files: {
      "Chart.yaml": `apiVersion: v2\nname: ${id}\nversion: 1.0.0\n`,
      "templates/a.yaml": content,
    },
  },
  values: {},
});
const deployment = (replicas: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: a}]}}
`;

test.each([
  ["a type that does not fit", "typed", deployment('"two"'), "LAYER_INSTALL_FAILED", "replicas"],
  [
    "a number for a text",
    "number",
    deployment("1").replace("image: a", "image: a, env: [{name: A, value: 1}]"),
    "LAYER_INSTALL_FAILED",
    "env",
  ],
  ["a value out of range", "range", deployment("-1"), "LAYER_INSTALL_FAILED", "replicas"],
  [
    "a kind that nobody defines",
    "kind",
    "apiVersion: nobody.example/v1\nkind: Widget\nmetadata: {name: a, namespace: kind}\n",
    "KIND_UNKNOWN",
    "Widget kind/a: the cluster knows no kind Widget in nobody.example/v1",
  ],
  [
    "an object that is too large",
    "large",
    configMap("c", `{a: "${"x".repeat(1_100_000)}"}`),
    "OBJECT_TOO_LARGE",
    "ConfigMap large/c",
  ],
])("%s fails at once, with its code", async (_what, id, content, code, message) => {
  const one = install();
  want(one, [layer(id, { manifests: manifest(content) })]);
  const status = await one.until(id, "Error", 15_000);
  expect(status).toMatchObject({ code, attempt: 1 });
  expect(status.message).toContain(message);
  const ms = Date.parse(status.finishedAt ?? "") - Date.parse(status.startedAt ?? "");
  expect(ms).toBeLessThan(10_000); // what passes is tried for 20 s
});

test("in a chart a kind that nobody defines fails at once too", async () => {
  const one = install();
  const content = "apiVersion: nobody.example/v1\nkind: Widget\nmetadata: {name: a}\n";
  want(one, [layer("chartkind", { releases: [generated("chartkind", content)] })]);
  const status = await one.until("chartkind", "Error", 15_000);
  expect(status).toMatchObject({ code: "KIND_UNKNOWN", attempt: 1 });
});

/** A webhook that is asked for every ConfigMap of a namespace and does not answer. */
async function silentWebhook(namespace: string): Promise<() => Promise<void>> {
  const ref = {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    name: `silent-${namespace}`,
  };
  const { name, ...kind } = ref;
  await client().create({
    ...kind,
    metadata: { name },
    webhooks: [
      {
        name: "silent.example.org",
        clientConfig: { url: "https://127.0.0.1:1/" },
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
        rules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["*"], resources: ["configmaps"] },
        ],
        sideEffects: "None",
        admissionReviewVersions: ["v1"],
      },
    ],
  });
  return async () => void (await client().delete(ref));
}

const tries = (one: TestInstaller, id: string) =>
  untilTrue(
    () => one.board.get(id)?.message.endsWith("Trying again.") === true,
    30_000,
    `${id} says that it tries again`,
  );

test.each([
  ["a manifest", "hooked", layer("hooked", { manifests: manifest(configMap("c")) })],
  [
    "a chart",
    "hookedchart",
    layer("hookedchart", { releases: [generated("hookedchart", configMap("c"))] }),
  ],
])(
  "a webhook that is not up yet is waited for by %s, said, and is no error",
  async (_what, id, wanted) => {
    const open = await silentWebhook(id);
    const one = install();
    want(one, [wanted]);
    await tries(one, id);
    expect(one.board.get(id)).toMatchObject({ state: "Installing" });
    expect(one.board.get(id)?.message).toContain("webhook");
    await open();
    await one.until(id, "Ready");
    expect(one.states(id)).not.toContain("Error");
  },
);

test("a kind that a layer beside it brings is waited for", async () => {
  const one = install();
  const group = "beside.example";
  const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.${group}}
spec:
  group: ${group}
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
`;
  const chart = generated("brings", definition);
  want(one, [
    layer("uses", {
      manifests: manifest(`apiVersion: ${group}/v1\nkind: Widget\nmetadata: {name: a}\n`),
    }),
    layer("brings", { releases: [chart] }),
  ]);
  await one.until("uses", "Ready");
  expect(one.states("uses")).not.toContain("Error");
});

test("a namespace that is still going is waited for and made anew", async () => {
  const held = { apiVersion: "v1", kind: "ConfigMap" };
  const namespace = { apiVersion: "v1", kind: "Namespace", name: "ending" };
  await client().create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "ending" } });
  await client().create({
    ...held,
    metadata: { name: "holds", namespace: "ending", finalizers: ["example.org/hold"] },
  });
  await client().delete(namespace);
  const one = install();
  want(one, [layer("ending", { manifests: manifest(configMap("c")) })]);
  await tries(one, "ending");
  await client().patch(
    { ...held, namespace: "ending", name: "holds" },
    { metadata: { finalizers: null } },
  );
  await one.until("ending", "Ready");
  expect(one.states("ending")).not.toContain("Error");
  expect(await find("v1", "ConfigMap", "ending", "c")).toBeDefined();
});

test("a removal that a webhook refuses says what holds it, and goes on when it passes", async () => {
  const one = install();
  want(one, [layer("leaving", { manifests: manifest(configMap("c")) })]);
  await one.until("leaving", "Ready");
  const open = await silentWebhook("leaving");
  want(one, []);
  await one.until("leaving", "Removing");
  const status = await one.until("leaving", "Error");
  expect(status).toMatchObject({ code: "CLUSTER_BUSY", reason: "RemovalFailed" });
  expect(status.message).toContain("ConfigMap leaving/c");
  await open();
  await untilTrue(() => one.board.all().length === 0, 60_000, "the layer is gone");
});
