import { expect, test } from "vitest";
import { reportData } from "@/server/domain/agent/reports";
import type { KubeObject } from "@/server/kube/types";
import { reduceEvent, reduceNode, reduceWorkload } from "./reduce";

const node: KubeObject = {
  apiVersion: "v1",
  kind: "Node",
  metadata: {
    name: "w1",
    creationTimestamp: "2026-01-01T00:00:00Z",
    labels: { pool: "x".repeat(300) },
    annotations: { "kwok.x-k8s.io/node": "fake" },
  },
  spec: { taints: [{ key: "gpu", effect: "NoSchedule" }] },
  status: {
    capacity: { cpu: 4, memory: "8Gi" },
    nodeInfo: { kubeletVersion: "v1.37.2", osImage: "x" },
    conditions: [
      { type: "Ready", status: "True", lastHeartbeatTime: "now", message: "m".repeat(5000) },
    ],
  },
};

test("a node played by kwok is reported as simulated and fits the schema", () => {
  const report = reduceNode(node);
  expect(report).toMatchObject({ ready: true, simulated: true, cpu: "4", role: "worker" });
  expect(reportData.nodes.safeParse([report]).success).toBe(true);
});

test("a heartbeat of a node is no change", () => {
  const later = structuredClone(node);
  Object.assign(later["status"] as object, {
    conditions: [
      { type: "Ready", status: "True", lastHeartbeatTime: "later", message: "m".repeat(5000) },
    ],
  });
  expect(reduceNode(later)).toEqual(reduceNode(node));
});

test("a workload is traced to its release or its layer; a job of a cron job is left out", () => {
  const metadata = { name: "web", namespace: "shop", creationTimestamp: "2026-01-01T00:00:00Z" };
  const annotations = {
    "meta.helm.sh/release-name": "web",
    "meta.helm.sh/release-namespace": "shop",
    "lamina.dev/layer": "lyr_1",
  };
  const web = reduceWorkload({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { ...metadata, annotations },
    spec: { replicas: 2, template: { spec: { containers: [{ image: "web:1" }] } } },
    status: { readyReplicas: 1 },
  });
  expect(web).toMatchObject({ release: "shop/web", layerId: "lyr_1" });
  expect(web?.report).toMatchObject({ ready: 1, desired: 2, images: ["web:1"] });
  expect(reportData.workloads.safeParse([web?.report]).success).toBe(true);
  const owner = { apiVersion: "batch/v1", kind: "CronJob", name: "nightly", uid: "1" };
  const owned = { ...metadata, ownerReferences: [owner] };
  expect(reduceWorkload({ apiVersion: "batch/v1", kind: "Job", metadata: owned })).toBeUndefined();
});

test("an event without anything fits the schema", () => {
  const event = reduceEvent({ apiVersion: "v1", kind: "Event", metadata: { name: "e" } });
  expect(reportData.events.safeParse([event]).success).toBe(true);
});
