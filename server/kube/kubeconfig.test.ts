import { describe, expect, test } from "vitest";
import { readAccess } from "./access";
import { kubeconfigText } from "./kubeconfig";

const names = [
  "no",
  "on",
  "off",
  "yes",
  "y",
  "n",
  "true",
  "null",
  "0b11",
  "0123",
  "1e3",
  "1-2",
  "2026-01-02",
];

describe("a kubeconfig names its cluster as text for every reader", () => {
  test.each(names)("%s", (clusterName) => {
    const text = kubeconfigText({
      clusterName,
      userName: "admin",
      server: "https://127.0.0.1:6443",
      ca: "ca",
      cert: "cert",
      key: "key",
    });
    const plain = clusterName === "1-2" ? clusterName : `"${clusterName}"`;
    expect(text).toContain(`name: ${plain}\n`);
    expect(text).toContain(`cluster: ${plain}\n`);
    expect(readAccess(text)).toMatchObject({ server: "https://127.0.0.1:6443" });
  });
});
