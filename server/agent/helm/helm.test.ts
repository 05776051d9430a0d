import { describe, expect, test } from "vitest";
import { cleanHelmMessage } from "@/server/platform/helm/helm-message";
import { installFailure, pullFailure } from "./failure";
import { redact, secretsOf } from "./redact";

describe("what Helm says becomes a code of the catalogue", () => {
  test.each([
    [
      "Error: values don't meet the specifications of the schema(s) in the following chart(s):\nweb:\n- at '/replicas': got string, want integer",
      "LAYER_VALUES_INVALID",
    ],
    [
      "Error: execution error at (web/templates/deployment.yaml:3:4): a host is required",
      "LAYER_VALUES_INVALID",
    ],
    [
      'Error: UPGRADE FAILED: Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1',
      "LAYER_INSTALL_FAILED",
    ],
    ["Error: failed post-install: timed out waiting for the condition", "LAYER_INSTALL_FAILED"],
    ["", "LAYER_INSTALL_FAILED"],
  ])("%s", (stderr, code) => {
    expect(installFailure(stderr).code).toBe(code);
  });

  test("a repository out of reach is told apart from a broken chart, without its password", () => {
    const stderr =
      'Error: Get "https://charts.example/index.yaml": dial tcp: lookup charts.example: no such host';
    const failure = pullFailure(stderr, "https://bob:hunter2@charts.example");
    expect(failure.code).toBe("CHART_UNREACHABLE");
    expect(failure.message).not.toContain("hunter2");
    expect(pullFailure("Error: chart metadata is missing", "x").code).toBe("LAYER_INSTALL_FAILED");
  });

  test("the message loses warnings, prefixes and the agent's own folders", () => {
    const text = cleanHelmMessage(
      'level=WARN msg="old API"\nError: INSTALLATION FAILED: open /data/agent/work/values.json: broken\n',
    );
    expect(text).toBe("open values.json: broken");
  });
});

describe("secrets of values", () => {
  const values = {
    host: "shop.example",
    replicas: 3,
    db: { password: "hunter2", port: 5432, apiToken: ["abcd1234"] },
    raw: "ghp_0123456789abcdef0123456789",
  };
  const secrets = secretsOf(values);

  test("are replaced in any spelling, the rest stays readable", () => {
    const encoded = Buffer.from("hunter2").toString("base64");
    const message = `shop.example 3: hunter2 ${encoded} abcd1234 ghp_0123456789abcdef0123456789`;
    expect(redact(message, secrets)).toBe("shop.example 3: *** *** *** ***");
  });

  test("a Secret in a manifest counts as a whole", () => {
    const secret = {
      kind: "Secret",
      metadata: { name: "db-login" },
      stringData: { user: "alice" },
    };
    const message = redact("Secret db-login: alice", secretsOf(secret));
    expect(message).toBe("Secret db-login: ***");
  });
});
