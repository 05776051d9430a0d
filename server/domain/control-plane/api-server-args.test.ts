import { expect, test } from "vitest";
import { apiServerArgFault } from "./api-server-args";

test.each(["event-ttl", "feature-gates", "oidc-issuer-url", "enable-admission-plugins"])(
  "%s is a profile's to set",
  (name) => expect(apiServerArgFault(name)).toBeNull(),
);

test.each([
  "audit-log-path",
  "audit-policy-file",
  "audit-webhook-config-file",
  "encryption-provider-config",
  "authentication-config",
  "authentication-token-webhook-config-file",
  "admission-control-config-file",
  "client-ca-file",
  "etcd-servers",
  "tls-private-key-file",
  "service-account-key-file",
  "egress-selector-config-file",
  "tracing-config-file",
  "oidc-ca-file",
  "authorization-mode",
  "bind-address",
  "kubelet-client-key",
  "cloud-config",
])("%s, which names a file, an address or a trust of the machine, is refused", (name) => {
  expect(apiServerArgFault(name)).toContain("cannot set");
});

test("a flag with its dashes is told how to be written", () => {
  expect(apiServerArgFault("--event-ttl")).toContain("without dashes");
});
