import { expect } from "vitest";
import { untilTrue } from "@/server/kube/testing/start-control-plane";
import { dig, listAt, numberAt, textAt } from "@/server/kube/object";
import { plainPod, type PackLook } from "./pack-look";

const rbac = "rbac.authorization.k8s.io";
const toggles = "toggles.lamina.dev/v1";
const defaultClass = "storageclass.kubernetes.io/is-default-class";

/**
 * What each own pack must have done to a cluster, whatever preset is on: what a person who chose it would
 * look for. A pack without an entry fails the test.
 */
export const packChecks: Record<string, (look: PackLook) => Promise<void>> = {
  // Operating system and Kubernetes are no matter of the agent.
  "local-ubuntu": nothingToInstall,
  "local-flatcar": nothingToInstall,
  kubernetes: nothingToInstall,

  "local-network": async (look) => {
    const config = await look.find("v1", "ConfigMap", "lamina-network", "kube-system");
    const mtu = String(look.value("network", "mtu"));
    expect(config).toMatchObject({ data: { podCIDR: "10.244.0.0/16", mtu } });
  },

  "local-storage": async (look) => {
    const storage = await look.find("storage.k8s.io/v1", "StorageClass", "standard");
    expect(storage?.metadata.annotations?.[defaultClass]).toBe("true");
    expect(await look.find("storage.k8s.io/v1", "CSIDriver", "local.lamina.dev")).toBeDefined();
    const volumes = (await look.list("v1", "PersistentVolume")).filter(
      ({ metadata }) => metadata.deletionTimestamp === undefined,
    );
    expect(volumes).toHaveLength(Number(look.value("volumes", "count")));
    for (const volume of volumes) {
      expect(textAt(volume, "spec", "capacity", "storage")).toBe(look.value("volumes", "size"));
    }
  },

  "priority-classes": async (look) => {
    const classes = await look.list("scheduling.k8s.io/v1", "PriorityClass");
    const values = new Map(classes.map((c) => [c.metadata.name, numberAt(c, 0, "value")]));
    expect(values.get("business-critical")).toBe(100_000);
    expect(values.get("batch")).toBe(100);
    const pod = await look.tryOut(plainPod("default"));
    const isDefault = look.value("defaultClass") === "business-normal";
    expect(numberAt(pod, 0, "spec", "priority")).toBe(isDefault ? 10_000 : 0);
  },

  "team-namespaces": async (look) => {
    const quota = await look.find("v1", "ResourceQuota", "team", "team-red");
    expect(quota).toMatchObject({
      spec: {
        hard: { "requests.cpu": look.value("quota", "cpu"), pods: look.value("quota", "pods") },
      },
    });
    const pod = await look.tryOut(plainPod("team-red"));
    expect(pod).toMatchObject({
      spec: { containers: [{ resources: { requests: { cpu: "50m", memory: "64Mi" } } }] },
    });
    const create = { verb: "create", group: "apps", resource: "deployments" };
    expect(await look.may("red", { ...create, namespace: "team-red" })).toBe(true);
    expect(await look.may("red", { ...create, namespace: "team-blue" })).toBe(false);
  },

  "config-defaults": async (look) => {
    const environment = look.value("cluster-facts", "environment");
    const facts = await look.find("v1", "ConfigMap", "cluster-facts", "platform-public");
    const data = { cluster: "demo", kubernetes: "1.37.2", region: "local", environment };
    expect(facts).toMatchObject({ data: { ...data, contacts: "platform@example.org" } });
    const read = { verb: "get", resource: "configmaps", namespace: "platform-public" };
    expect(await look.may("anybody", { ...read, name: "cluster-facts" })).toBe(true);
    expect(await look.may("anybody", { ...read, name: "kube-root-ca.crt" })).toBe(false);
  },

  "feature-flags-crd": async (look) => {
    const flag = (spec: object) => ({
      apiVersion: toggles,
      kind: "FeatureFlag",
      metadata: { name: "try", namespace: "feature-flags" },
      spec,
    });
    expect(await look.tryOut(flag({ enabled: true }))).toMatchObject({ spec: { rollout: 100 } });
    expect(await look.tryOut(flag({ enabled: true, rollout: 200 }))).toContain("100");
    expect(await look.tryOut(flag({ rollout: 5 }))).toContain("enabled");
  },

  "feature-flags": async (look) => {
    const flag = (name: string) => look.find(toggles, "FeatureFlag", name, "feature-flags");
    const rollout = look.value("defaultRollout");
    const checkout = { spec: { enabled: true, rollout, owner: "shop" } };
    expect(await flag("new-checkout")).toMatchObject(checkout);
    expect(await flag("dark-mode")).toMatchObject({ spec: { enabled: false, rollout: 0 } });
  },

  "rbac-baseline": async (look) => {
    const bound = listAt(look.value("groups", "readers")).length > 0;
    const asked = [
      ["cluster-readers", { verb: "list", resource: "pods" }, bound],
      ["cluster-readers", { verb: "list", resource: "nodes" }, bound],
      [
        "cluster-readers",
        { verb: "list", group: "toggles.lamina.dev", resource: "featureflags" },
        bound,
      ],
      ["cluster-readers", { verb: "get", resource: "secrets" }, false],
      ["cluster-readers", { verb: "delete", resource: "pods" }, false],
      ["cluster-operators", { verb: "create", resource: "pods", subresource: "eviction" }, bound],
      ["cluster-operators", { verb: "patch", group: "apps", resource: "deployments" }, bound],
      ["cluster-operators", { verb: "get", resource: "secrets" }, false],
      ["cluster-auditors", { verb: "list", group: rbac, resource: "clusterroles" }, bound],
      ["cluster-auditors", { verb: "create", group: rbac, resource: "clusterroles" }, false],
    ] as const;
    for (const [group, attempt, answer] of asked) {
      const what = `${group} ${JSON.stringify(attempt)}`;
      // The cluster collects the reader's role a moment after its parts are there.
      await untilTrue(async () => (await look.may(group, attempt)) === answer, 20_000, what);
    }
  },

  "network-policy-baseline": async (look) => {
    const policies = await look.list("networking.k8s.io/v1", "NetworkPolicy", "default");
    const types = policies.flatMap((policy) => listAt(policy, "spec", "policyTypes"));
    expect(types).toContain("Ingress");
    // Any policy of this type closes the way out: with egress open there must be none.
    expect(types.includes("Egress")).toBe(look.value("egress") === "dns");
    expect(policies.map(({ metadata }) => metadata.name)).toContain("allow-same-namespace");
  },

  "pod-security-baseline": checkPodSecurity,
  "nightly-job": checkNightlyJob,
  "node-probe": checkNodeProbe,
  "message-queue": checkMessageQueue,
  "sample-web": checkSampleWeb,
};

async function nothingToInstall({ layer }: PackLook): Promise<void> {
  expect(layer.releases.length + layer.manifests.length).toBe(0);
}

async function checkPodSecurity(look: PackLook): Promise<void> {
  const label = "pod-security.kubernetes.io";
  const labels = async (name: string) =>
    (await look.find("v1", "Namespace", name))?.metadata.labels;
  expect(await labels("default")).toMatchObject({ [`${label}/warn`]: "baseline" });
  expect(await labels("pod-security")).toMatchObject({ [`${label}/enforce`]: "restricted" });
  const api = "admissionregistration.k8s.io/v1";
  const name = "pod-security-baseline";
  const policy = await look.find(api, "ValidatingAdmissionPolicy", name);
  expect(dig(policy, "status", "typeChecking", "expressionWarnings")).toBeUndefined();
  const denies = listAt(look.value("actions")).includes("Deny");
  const privileged = plainPod("default", {}, { securityContext: { privileged: true } });
  const rulesBroken: [object, string][] = [
    [privileged, "Privileged containers"],
    [plainPod("default", { hostNetwork: true }), "Sharing the host's network"],
    [plainPod("default", {}, { image: "shop/web:latest" }), "Images need a fixed tag"],
    [plainPod("default", {}, { image: "registry:5000/shop/web" }), "Images need a fixed tag"],
  ];
  for (const [pod, message] of rulesBroken) {
    // The API server takes up a new policy a moment after it is stored.
    const asChosen = async () => {
      const answer = await look.tryOut(pod as typeof privileged);
      return typeof answer === "string" ? denies && answer.includes(message) : !denies;
    };
    await untilTrue(asChosen, 20_000, `${message}: ${denies ? "refused" : "admitted"}`);
  }
  expect(await look.tryOut(plainPod("default"))).toMatchObject({ kind: "Pod" });
  const exempt = { ...privileged, metadata: { name: "try", namespace: "kube-system" } };
  expect(await look.tryOut(exempt)).toMatchObject({ kind: "Pod" });
}

async function checkNightlyJob(look: PackLook): Promise<void> {
  const namespace = "nightly-job";
  const cron = await look.find("batch/v1", "CronJob", "nightly-job", namespace);
  expect(textAt(cron, "spec", "schedule")).toBe(look.value("schedule"));
  const job = { apiVersion: "batch/v1", kind: "Job", name: "try", namespace };
  const spec = dig(cron, "spec", "jobTemplate", "spec");
  await look.client.create({ ...job, metadata: { name: "try", namespace }, spec });
  const done = async () => numberAt(await look.client.find(job), 0, "status", "succeeded") === 1;
  await untilTrue(done, 30_000, "a run of the nightly job succeeds");
  await look.client.delete(job);
}

async function checkNodeProbe(look: PackLook): Promise<void> {
  const everywhere = look.value("controlPlane") === true;
  const nodes = everywhere ? ["control-plane-1", "worker-1", "worker-2"] : ["worker-1", "worker-2"];
  const onNodes = async () => {
    const pods = await look.list("v1", "Pod", "node-probe");
    const living = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const names = living.map((pod) => textAt(pod, "spec", "nodeName")).sort();
    return JSON.stringify(names) === JSON.stringify(nodes);
  };
  await untilTrue(onNodes, 20_000, `probes run on ${nodes.join(", ")}`);
}

async function checkMessageQueue(look: PackLook): Promise<void> {
  const namespace = "message-queue";
  const storage = look.value("persistence", "enabled") === true ? "disk" : "memory";
  const sets = await look.list("apps/v1", "StatefulSet", namespace);
  const living = sets.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  expect(living.map(({ metadata }) => metadata.name)).toEqual([`message-queue-${storage}`]);
  const replicas = look.value("replicas");
  expect(dig(living[0], "status", "readyReplicas")).toBe(replicas);
  const container = dig(living[0], "spec", "template", "spec", "containers", 0);
  const routes = listAt(container, "args")
    .map(String)
    .find((arg) => arg.startsWith("--routes="));
  // One member alone has nobody to find; several know each other by name.
  expect(routes?.match(/nats:/g)?.length ?? 1).toBe(replicas);
  if (storage === "memory") return;
  const claims = await look.list("v1", "PersistentVolumeClaim", namespace);
  expect(claims.map((claim) => textAt(claim, "status", "phase"))).toEqual(["Bound"]);
}

async function checkSampleWeb(look: PackLook): Promise<void> {
  const name = "sample-web";
  const web = await look.find("apps/v1", "Deployment", name, name);
  const [, tag = ""] = textAt(web, "spec", "template", "spec", "containers", 0, "image").split(":");
  expect(tag).toBe(look.layer.pack.version === "1.0.0" ? "1.28-alpine" : "1.29-alpine");
  const budget = await look.find("policy/v1", "PodDisruptionBudget", name, name);
  expect(budget !== undefined).toBe(look.layer.pack.version !== "1.0.0");
  const service = await look.find("v1", "Service", name, name);
  expect(textAt(service, "spec", "type")).toBe(look.value("service", "type"));
  const hasIngress = look.value("ingress", "enabled") === true;
  const ingress = await look.find("networking.k8s.io/v1", "Ingress", name, name);
  expect(ingress !== undefined).toBe(hasIngress);
  const scales = look.value("autoscaling", "enabled") === true;
  const scaler = await look.find("autoscaling/v2", "HorizontalPodAutoscaler", name, name);
  expect(scaler !== undefined).toBe(scales);
  const replicas = numberAt(web, 0, "spec", "replicas");
  if (!scales) expect(replicas).toBe(look.value("replicas"));
  expect(numberAt(web, 0, "status", "availableReplicas")).toBeGreaterThan(0);
}
