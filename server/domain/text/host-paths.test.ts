import { expect, test } from "vitest";
import { withoutHostPaths } from "./host-paths";

test.each([
  [
    "etcd: there is no Go module in /srv/lamina/kubernetes/etcd.",
    "etcd: there is no Go module in etcd.",
  ],
  [
    "EACCES: permission denied, mkdir '/root/.cache/lamina/assets'",
    "EACCES: permission denied, mkdir 'assets'",
  ],
  [
    "/var/x/main.go:12:3: undefined: y (see ~/.cache/lamina/)",
    "main.go:12:3: undefined: y (see lamina)",
  ],
  ["file:///opt/a/b\n/opt/c/d", "b\nd"],
])("%j is told without the machine's folders", (text, told) => {
  expect(withoutHostPaths(text)).toBe(told);
});

test.each([
  "https://dl.k8s.io/release/v1.37.2/bin/linux/amd64/kube-apiserver does not exist (404).",
  "golang.org/x/net@v0.1.0: 12/40 packages, and/or 1 / 2",
  "kubernetes/assets.json lists them; ./relative/file and ../other/file",
])("%j holds no path of the machine and stays as it is", (text) => {
  expect(withoutHostPaths(text)).toBe(text);
});
