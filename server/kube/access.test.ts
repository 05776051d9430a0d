import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { readAccess } from "./access";
import { kubeconfigText } from "./kubeconfig";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "lamina-access-"));
  writeFileSync(path.join(folder, "ca.pem"), "AUTHORITY");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function config(user: object, cluster: object = {}): string {
  const server = "https://10.0.0.1:6443";
  return stringify({
    "current-context": "b",
    contexts: [
      { name: "a", context: { cluster: "other", user: "other" } },
      { name: "b", context: { cluster: "c", user: "u" } },
    ],
    clusters: [
      { name: "other", cluster: { server: "https://wrong" } },
      { name: "c", cluster: { server, ...cluster } },
    ],
    users: [
      { name: "other", user: { token: "wrong" } },
      { name: "u", user },
    ],
  });
}

test("our own kubeconfigs are read without the library", () => {
  const text = kubeconfigText({
    clusterName: "demo",
    userName: "admin",
    server: "https://127.0.0.1:6443",
    ca: "CA",
    cert: "CERT",
    key: "KEY",
  });
  const access = readAccess(text);
  expect(access).toMatchObject({
    server: "https://127.0.0.1:6443",
    insecure: false,
    needsLibrary: false,
  });
  expect([access.ca, access.cert, access.key].map(String)).toEqual(["CA", "CERT", "KEY"]);
});

test("the current context decides; names and switches of TLS are kept", () => {
  const cluster = { "tls-server-name": "api.example", "insecure-skip-tls-verify": true };
  expect(readAccess(config({ token: "t" }, cluster))).toMatchObject({
    server: "https://10.0.0.1:6443",
    token: "t",
    serverName: "api.example",
    insecure: true,
    needsLibrary: false,
  });
});

test("files are found beside the kubeconfig", () => {
  const cluster = { "certificate-authority": "ca.pem" };
  const access = readAccess(config({ tokenFile: "token" }, cluster), { folder });
  expect(String(access.ca)).toBe("AUTHORITY");
  expect(access).toMatchObject({ tokenFile: path.join(folder, "token"), needsLibrary: false });
});

describe("the library is asked for", () => {
  test.each([
    ["a login program", { exec: { command: "login" } }, {}],
    ["a login plug-in", { "auth-provider": { name: "oidc" } }, {}],
    ["a password", { username: "u", password: "p" }, {}],
    ["impersonation", { token: "t", as: "somebody" }, {}],
    ["a proxy", { token: "t" }, { "proxy-url": "http://proxy:3128" }],
  ])("%s", (_name, user, cluster) => {
    expect(readAccess(config(user, cluster), { folder }).needsLibrary).toBe(true);
  });
});

describe("refused", () => {
  test.each([
    ["a program in a text from outside", config({ exec: { command: "evil" } }), "program"],
    ["a file in a text from outside", config({ tokenFile: "/etc/shadow" }), "/etc/shadow"],
    ["no server", config({}, { server: "" }), "no cluster"],
    ["an unknown context", "current-context: x", "no cluster"],
    ["something else", "just text", "no kubeconfig"],
    ["broken YAML with a secret", "users: [{token: hunter2", "no kubeconfig"],
  ])("%s", (_name, text, message) => {
    const read = () => readAccess(text);
    expect(read).toThrow(expect.objectContaining({ code: "INVALID" }));
    expect(read).toThrow(message);
    expect(read).not.toThrow("hunter2");
  });

  test("a certificate that is not there", () => {
    const text = config({}, { "certificate-authority": "missing.pem" });
    expect(() => readAccess(text, { folder })).toThrow("certificate-authority cannot be read");
  });
});
