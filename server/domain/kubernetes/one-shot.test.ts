import { expect, test } from "vitest";
import { hookInManifest, isKept } from "./helm-annotations";
import { expiresByItself, hasFinished } from "./one-shot";

const object = (apiVersion: string, kind: string, more: object = {}) => ({
  apiVersion,
  kind,
  ...more,
});

test.each([
  [
    "a Job with a time to live",
    object("batch/v1", "Job", { spec: { ttlSecondsAfterFinished: 0 } }),
    true,
  ],
  ["a Job without one", object("batch/v1", "Job", { spec: {} }), false],
  [
    "what is built like a Job",
    object("kubeflow.org/v1", "PyTorchJob", {
      spec: { runPolicy: { ttlSecondsAfterFinished: 9 } },
    }),
    true,
  ],
  [
    "a workflow",
    object("argoproj.io/v1alpha1", "Workflow", {
      spec: { ttlStrategy: { secondsAfterSuccess: 5 } },
    }),
    true,
  ],
  ["an event", object("v1", "Event"), true],
  ["an event of the new API", object("events.k8s.io/v1", "Event"), true],
  ["a kind of the same name elsewhere", object("x.example/v1", "Event"), false],
  ["a signing request", object("certificates.k8s.io/v1", "CertificateSigningRequest"), true],
  ["a bootstrap token", object("v1", "Secret", { type: "bootstrap.kubernetes.io/token" }), true],
  ["another Secret", object("v1", "Secret", { type: "Opaque" }), false],
  ["a Deployment", object("apps/v1", "Deployment", { spec: { replicas: 1 } }), false],
])("%s expires by itself: %j %s", (_what, one, want) => {
  expect(expiresByItself(one)).toBe(want);
});

const condition = (type: string) => ({ status: { conditions: [{ type, status: "True" }] } });

test.each([
  [object("batch/v1", "Job", condition("Complete")), true],
  [object("batch/v1", "Job", condition("Failed")), false],
  [object("batch/v1", "Job"), false],
  [object("v1", "Pod", { status: { phase: "Succeeded" } }), true],
  [object("v1", "Pod", { status: { phase: "Failed" } }), false],
  [object("apps/v1", "Deployment", condition("Complete")), false],
])("only work that succeeded is done: %j %s", (one, want) => {
  expect(hasFinished(one)).toBe(want);
});

test.each([
  ["keep", true],
  [" KEEP ", true],
  ["delete", false],
  [undefined, false],
])("resource-policy %j keeps the object as Helm would: %s", (value, want) => {
  expect(isKept(value === undefined ? undefined : { "helm.sh/resource-policy": value })).toBe(want);
});

test.each([
  ["pre-install", "applied"],
  ["post-delete, post-upgrade", "applied"],
  ["pre-delete,post-delete", "skipped"],
  ["test", "skipped"],
  ["crd-install", "applied"],
  ["test-success", "skipped"],
  ["pre-rollback", "skipped"],
  ["", undefined],
])("a hook of %j in a manifest is %s", (value, want) => {
  expect(hookInManifest({ "helm.sh/hook": value })).toBe(want);
  expect(hookInManifest({})).toBeUndefined();
});
