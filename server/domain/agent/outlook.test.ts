import { describe, expect, test } from "vitest";
import { errorCatalogue } from "@/server/domain/operation/catalogue";
import { outlookOfAnswer, outlookOfHelm } from "./outlook";

const passing = (code: string) => ({ passing: true, code });
const permanent = (code: string) => ({ passing: false, code });
const busy = passing("CLUSTER_BUSY");
const refused = permanent("LAYER_INSTALL_FAILED");

describe("an answer of the API server", () => {
  test.each([
    // What no retry can help.
    [400, "json: cannot unmarshal string into Go struct field", refused],
    [
      500,
      'failed to create typed patch object (web/web; apps/v1, Kind=Deployment): .spec.replicas: expected numeric (int or float), got string "two"',
      refused,
    ],
    [422, 'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1', refused],
    [422, "spec.template: Invalid value: …: field is immutable", refused],
    [405, "the server does not allow this method on the requested resource", refused],
    [415, "the body of the request was in an unknown format", refused],
    [501, "not implemented", refused],
    [
      403,
      'admission webhook "policy.example" denied the request: connection refused is fine',
      refused,
    ],
    [400, 'admission webhook "policy.example" denied the request: no', refused],
    [403, 'pods "a" is forbidden: violates PodSecurity "restricted:latest"', refused],
    [
      403,
      'deployments.apps "web" is forbidden: User "lamina" cannot patch resource "deployments" in API group "apps"',
      permanent("AGENT_FORBIDDEN"),
    ],
    [
      403,
      'clusterroles "a" is forbidden: user "lamina" is attempting to grant RBAC permissions not currently held',
      permanent("AGENT_FORBIDDEN"),
    ],
    [401, "Unauthorized", permanent("AGENT_FORBIDDEN")],
    [413, "Request entity too large: limit is 3145728", permanent("OBJECT_TOO_LARGE")],
    [500, "etcdserver: request is too large", permanent("OBJECT_TOO_LARGE")],
    [
      422,
      'ConfigMap "c" is invalid: []: Too long: may not be more than 1048576 bytes',
      permanent("OBJECT_TOO_LARGE"),
    ],
    // What passes.
    [0, "no answer for 35 s", busy],
    [408, "Request timeout", busy],
    [409, "the object has been modified; please apply your changes to the latest version", busy],
    [409, 'object is being deleted: configmaps "a" already exists', busy],
    [410, "too old resource version", busy],
    [429, "Too many requests, please try again later.", busy],
    [500, "etcdserver: leader changed", busy],
    [502, "Bad Gateway", busy],
    [503, "the server is currently unable to handle the request", busy],
    [504, "Timeout: request did not complete within the requested timeout", busy],
    [
      500,
      'Internal error occurred: failed calling webhook "v.example": failed to call webhook: Post "https://v.example.svc:443/": no endpoints available for service "v"',
      busy,
    ],
    [
      500,
      "conversion webhook for example.org/v1, Kind=A failed: connect: connection refused",
      busy,
    ],
    [
      403,
      'configmaps "a" is forbidden: unable to create new content in namespace shop because it is being terminated',
      busy,
    ],
    [403, 'pods "a" is forbidden: error looking up service account shop/default: not found', busy],
    [404, 'namespaces "shop" not found', busy],
    [404, "the server could not find the requested resource", busy],
  ])("%d %s", (status, message, want) => {
    expect(outlookOfAnswer({ status, message })).toMatchObject(want);
  });
});

describe("what Helm says", () => {
  test.each([
    ["values don't meet the specifications of the schema(s)", permanent("LAYER_VALUES_INVALID")],
    [
      "execution error at (web/templates/a.yaml:3:4): timed out is a bad name",
      permanent("LAYER_VALUES_INVALID"),
    ],
    ["chart requires kubeVersion: >=1.99 which is incompatible with Kubernetes v1.37.2", refused],
    [
      'unable to build kubernetes objects from release manifest: resource mapping not found for name: "a": no matches for kind "Widget" in version "x.example/v1"\nensure CRDs are installed first',
      permanent("KIND_UNKNOWN"),
    ],
    ['Service "web" is invalid: spec.ports[0].protocol: Unsupported value', refused],
    ['User "lamina" cannot create resource "secrets"', permanent("AGENT_FORBIDDEN")],
    ["another operation (install/upgrade/rollback) is in progress", busy],
    ["client rate limiter Wait returned an error: context deadline exceeded", busy],
    [
      'Post "https://127.0.0.1:6443/api": dial tcp 127.0.0.1:6443: connect: connection refused',
      busy,
    ],
    ["the server is currently unable to handle the request", busy],
    ['failed calling webhook "v.example": x509: certificate signed by unknown authority', busy],
    ["failed post-install: timed out waiting for the condition", passing("LAYER_INSTALL_FAILED")],
    ["Helm did not end in time.\n", passing("LAYER_INSTALL_FAILED")],
  ])("%s", (message, want) => {
    expect(outlookOfHelm(message)).toMatchObject(want);
  });
});

test("every outlook leads to a next step", () => {
  const { next, fixer } = errorCatalogue[outlookOfAnswer({ status: 500, message: "" }).code];
  expect(next).toContain("tried again");
  expect(fixer).toBe("lamina");
  expect(errorCatalogue[outlookOfAnswer({ status: 401, message: "" }).code].fixer).toBe("you");
});
