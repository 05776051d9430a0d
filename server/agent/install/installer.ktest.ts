import { expect, test } from "vitest";
import type { RenderedRelease } from "@/server/domain/profile/types";
import { untilTrue } from "@/server/kube/testing/start-control-plane";
import type { KubeObject } from "@/server/kube/types";
import { layer } from "@/server/agent/testing/layer";
import { installerSuite } from "@/server/agent/testing/installer-suite";

const { client, find, install, restart, want } = installerSuite();

function web(namespace: string, values: RenderedRelease["values"] = {}): RenderedRelease {
  return {
    releaseName: "web",
    namespace,
    chart: {
      source: "bundled",
      name: "web",
      version: "1.0.0",
      path: "charts/web",
      packDigest: "sha256:web",
    },
    values,
  };
}

const widgets = (group: string) => `
apiVersion: ${group}/v1
kind: Widget
metadata: {name: first}
spec: {size: 0644}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.${group}}
spec:
  group: ${group}
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: {spec: {type: object, properties: {size: {type: integer}}}}
`;

test("charts, namespaces, a new kind and an object of it are installed group by group", async () => {
  const one = install();
  want(one, [
    layer("late", { priority: 5, manifests: [{ name: "w", content: widgets("a.example") }] }),
    layer("web", {
      releases: [web("web", { replicas: 2, password: "hunter2" })],
      namespaceLabels: { web: { team: "shop" } },
    }),
  ]);
  const status = await one.until("web", "Ready");
  await one.until("late", "Ready");
  expect(status.releases).toEqual([
    { name: "web", namespace: "web", revision: 1, status: "deployed" },
  ]);
  // Where the pods are ready as soon as Helm returns, nobody ever sees the layer merely installed.
  const seen = one.states("web").filter((state) => state !== "Installed");
  expect(seen).toEqual(["Waiting", "Installing", "Ready"]);
  expect(one.states("late")[0]).toBe("Waiting");
  const deployment = await find("apps/v1", "Deployment", "web", "web");
  expect(deployment?.["status"]).toMatchObject({ availableReplicas: 2 });
  expect((await find("v1", "Namespace", undefined, "web"))?.metadata.labels?.["team"]).toBe("shop");
  const widget = await find("a.example/v1", "Widget", "late", "first");
  expect(widget?.["spec"]).toEqual({ size: 0o644 });
  expect(one.logLines.join("")).not.toContain("hunter2");
});

test("a second agent finds everything installed and touches nothing", async () => {
  const wanted = [layer("still", { releases: [web("still")] })];
  const first = install();
  want(first, wanted);
  await first.until("still", "Ready");
  const second = install();
  want(second, wanted);
  const status = await second.until("still", "Ready");
  expect(second.states("still")).toEqual(["Installed", "Ready"]);
  expect(status).toMatchObject({ attempt: 0, releases: [{ revision: 1 }] });
});

test("changed values upgrade; a layer no longer wanted goes, foreign things stay", async () => {
  const one = install();
  const group = "b.example";
  const config = (name: string) => ({
    name,
    content: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`,
  });
  const calm = layer("calm", { releases: [web("calm")] });
  want(one, [
    calm,
    layer("grow", {
      releases: [web("grow", { replicas: 1 })],
      manifests: [config("stays"), config("goes")],
    }),
    layer("gone", { manifests: [{ name: "w", content: widgets(group) }] }),
    layer("alone", { releases: [web("alone")] }),
  ]);
  for (const id of ["calm", "grow", "gone", "alone"]) await one.until(id, "Ready");
  const mine: KubeObject = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "mine", namespace: "gone" },
  };
  await client().create(mine);
  want(one, [
    calm,
    layer("grow", { releases: [web("grow", { replicas: 3 })], manifests: [config("stays")] }),
  ]);
  await untilTrue(() => one.board.all().length === 2, 60_000, "two layers are left");
  const status = await one.until("grow", "Ready");
  expect(status.releases[0]?.revision).toBe(2);
  expect((await one.until("calm", "Ready")).releases[0]?.revision).toBe(1);
  expect(await find("v1", "ConfigMap", "grow", "stays")).toBeDefined();
  expect(await find("v1", "ConfigMap", "grow", "goes")).toBeUndefined();
  const deployment = await find("apps/v1", "Deployment", "grow", "web");
  expect(deployment?.["spec"]).toMatchObject({ replicas: 3 });
  expect(await find("v1", "ConfigMap", "gone", "mine")).toBeDefined();
  expect(await find(`${group}/v1`, "Widget", "gone", "first")).toBeUndefined();
  const alone = await find("v1", "Namespace", undefined, "alone");
  expect(alone === undefined || alone.metadata.deletionTimestamp !== undefined).toBe(true);
});

test("layers that share a namespace keep each other's labels and take only their own along", async () => {
  const one = install();
  const marked = (id: string, value?: string) =>
    layer(id, {
      additionalNamespaces: ["default"],
      namespaceLabels: value === undefined ? {} : { default: { [`try.lamina.dev/${id}`]: value } },
    });
  const labels = async () => {
    const namespace = await find("v1", "Namespace", undefined, "default");
    const all = Object.entries(namespace?.metadata.labels ?? {});
    return Object.fromEntries(all.filter(([key]) => key.startsWith("try.")));
  };
  const become = (wanted: Record<string, string>) =>
    untilTrue(
      async () => JSON.stringify(await labels()) === JSON.stringify(wanted),
      30_000,
      `the labels are ${JSON.stringify(wanted)}`,
    );
  want(one, [marked("left", "1"), marked("right", "1"), marked("plain")]);
  await become({ "try.lamina.dev/left": "1", "try.lamina.dev/right": "1" });
  want(one, [marked("right", "2"), marked("plain")]);
  await become({ "try.lamina.dev/right": "2" });
  want(one, [marked("right"), marked("plain")]);
  await become({});
});

test("a new id for the same layer takes over what is there instead of removing it", async () => {
  const one = install();
  const manifests = [
    { name: "c", content: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kept}\n" },
  ];
  want(one, [layer("old", { namespace: "moved", releases: [web("moved")], manifests })]);
  await one.until("old", "Ready");
  const before = await find("v1", "ConfigMap", "moved", "kept");
  want(one, [layer("new", { namespace: "moved", releases: [web("moved")], manifests })]);
  await one.until("new", "Ready");
  const after = await find("v1", "ConfigMap", "moved", "kept");
  expect(after?.metadata.uid).toBe(before?.metadata.uid);
  expect(one.board.all().map((status) => status.layerId)).toEqual(["new"]);
});

test("values against the chart's schema are named as such; the mended value is tried at once", async () => {
  const one = install();
  want(one, [
    layer("bad", { releases: [web("bad", { replicas: "two", token: "hunter2" })] }),
    layer("next", { priority: 9 }),
  ]);
  const status = await one.until("bad", "Error");
  expect(status).toMatchObject({ code: "LAYER_VALUES_INVALID" });
  expect(status.message).toContain("replicas");
  expect(status.message).not.toContain("hunter2");
  expect(one.board.get("next")).toMatchObject({ state: "Waiting", waitingFor: "bad" });
  want(one, [
    layer("bad", { releases: [web("bad", { replicas: 1 })] }),
    layer("next", { priority: 9 }),
  ]);
  await one.until("bad", "Ready");
  await one.until("next", "Ready");
  // Under the new wish the old failure is no news: it is yet to be tried.
  expect(one.states("bad").join()).toContain("Error,Waiting,Installing");
  expect(one.states("bad").filter((state) => state === "Error")).toHaveLength(1);
});

test("an object the API server refuses is named with its message and without the secret in it", async () => {
  const one = install();
  want(one, [layer("sick", { releases: [web("sick", { broken: true, password: "hunter2" })] })]);
  const status = await one.until("sick", "Error");
  expect(status).toMatchObject({ code: "LAYER_INSTALL_FAILED" });
  expect(status.message).toContain("protocol");
  expect(JSON.stringify(status) + one.logLines.join("")).not.toContain("hunter2");
});

test("a release that failed at its first install is upgraded with mended values, or goes with its layer", async () => {
  const one = install();
  const broken = (id: string) => layer(id, { releases: [web(id, { broken: true })] });
  want(one, [broken("mend"), broken("drop")]);
  for (const id of ["mend", "drop"]) await one.until(id, "Error");
  const record = { name: "sh.helm.release.v1.web.v1", apiVersion: "v1", kind: "Secret" };
  const failed = await client().get({ ...record, namespace: "mend" });
  expect(failed.metadata.labels?.["status"]).toBe("failed");
  want(one, [layer("mend", { releases: [web("mend", { replicas: 2 })] })]);
  await one.until("mend", "Ready");
  await untilTrue(() => one.board.get("drop") === undefined, 60_000, "the other layer is gone");
  const deployment = await find("apps/v1", "Deployment", "mend", "web");
  expect(deployment?.["spec"]).toMatchObject({ replicas: 2 });
  expect(await find("apps/v1", "Deployment", "drop", "web")).toBeUndefined();
});

test("a workload that does not become ready is named after the bounded wait", async () => {
  const one = install({ readyTimeoutMs: 1500 });
  const content = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: picky}
spec:
  selector: {matchLabels: {app: picky}}
  template:
    metadata: {labels: {app: picky}}
    spec: {nodeSelector: {gpu: "yes"}, containers: [{name: a, image: a}]}
`;
  want(one, [layer("slow", { manifests: [{ name: "d", content }] })]);
  const status = await one.until("slow", "Error");
  expect(status).toMatchObject({ code: "LAYER_NOT_READY" });
  expect(status.message).toContain("Deployment slow/picky: 0 of 1 ready");
});

test("an upstream chart out of reach is told apart", async () => {
  const one = install();
  const chart = {
    source: "upstream",
    name: "web",
    version: "1.0.0",
    repository: "https://127.0.0.1:1/charts",
  } as const;
  want(one, [layer("far", { releases: [{ ...web("far"), chart }] })]);
  expect(await one.until("far", "Error")).toMatchObject({ code: "CHART_UNREACHABLE" });
});

test("a release that a killed Helm left pending is recovered", async () => {
  const one = install();
  want(one, [layer("cut", { releases: [web("cut", { replicas: 1 })] })]);
  await one.until("cut", "Ready");
  await pendRelease("cut", "pending-upgrade");
  const other = await restart(one);
  want(other, [layer("cut", { releases: [web("cut", { replicas: 2 })] })]);
  const status = await other.until("cut", "Ready");
  expect(status.releases[0]?.status).toBe("deployed");
  const deployment = await find("apps/v1", "Deployment", "cut", "web");
  expect(deployment?.["spec"]).toMatchObject({ replicas: 2 });
});

test("a release left pending at its very first install is installed anew", async () => {
  const one = install();
  want(one, [layer("early", { releases: [web("early")] })]);
  await one.until("early", "Ready");
  const record = "sh.helm.release.v1.web.v1";
  const ref = { apiVersion: "v1", kind: "Secret", namespace: "early", name: record };
  await client().patch(ref, { metadata: { labels: { status: "pending-install" } } });
  const other = await restart(one);
  want(other, [layer("early", { releases: [web("early")] })]);
  await other.until("early", "Ready");
  expect((await client().find(ref))?.metadata.labels?.["status"]).toBe("deployed");
});

test("what somebody deleted behind the agent's back comes back", async () => {
  const one = install();
  want(one, [layer("drift", { releases: [web("drift")] })]);
  await one.until("drift", "Ready");
  const ref = { apiVersion: "apps/v1", kind: "Deployment", namespace: "drift", name: "web" };
  await client().delete(ref);
  one.installer.retry();
  await untilTrue(async () => (await client().find(ref)) !== undefined, 30_000, "it is back");
  await one.until("drift", "Ready");
});

test("a field that somebody else took over does not block an upgrade", async () => {
  const one = install();
  want(one, [layer("taken", { releases: [web("taken", { replicas: 1 })] })]);
  await one.until("taken", "Ready");
  await client().apply(
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", namespace: "taken" },
      spec: { replicas: 4 },
    },
    { fieldManager: "somebody", force: true },
  );
  want(one, [layer("taken", { releases: [web("taken", { replicas: 2 })] })]);
  await untilTrue(
    () => one.board.get("taken")?.releases[0]?.revision === 2,
    30_000,
    "it is upgraded",
  );
  await one.until("taken", "Ready");
  const deployment = await find("apps/v1", "Deployment", "taken", "web");
  expect(deployment?.["spec"]).toMatchObject({ replicas: 2 });
});

/** Adds a revision as a Helm that was killed in the middle of an upgrade leaves it. */
async function pendRelease(namespace: string, status: string): Promise<void> {
  const name = "sh.helm.release.v1.web.v1";
  const first = await client().get({ apiVersion: "v1", kind: "Secret", namespace, name });
  const metadata = {
    name: "sh.helm.release.v1.web.v2",
    namespace,
    labels: { ...first.metadata.labels, status, version: "2" },
  };
  await client().create({ ...first, metadata });
}
