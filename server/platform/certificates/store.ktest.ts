import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { settableClock } from "@/server/platform/clock/clock";
import type { LeafRequest } from "./authority";
import { createCertificateStore } from "./store";

const DAY_MS = 86_400_000;
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "lamina-certs-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const request: LeafRequest = {
  commonName: "admin",
  organizations: ["system:masters"],
  dnsNames: ["localhost"],
  ipAddresses: ["127.0.0.1", "10.96.0.1"],
  usages: ["server", "client"],
};

test("a leaf verifies against its authority, by names and groups, and is for its owner only", async () => {
  const store = createCertificateStore(dir, settableClock(new Date().toISOString()));
  const ca = await store.authority("ca", "lamina");
  const leaf = await store.leaf("admin", ca, request);
  const cert = new X509Certificate(leaf.cert);
  expect(cert.verify(new X509Certificate(ca.cert).publicKey)).toBe(true);
  expect(cert.checkIP("10.96.0.1")).toBe("10.96.0.1");
  expect(cert.checkHost("localhost")).toBe("localhost");
  expect(cert.subject).toBe("O=system:masters\nCN=admin");
  expect(new X509Certificate(ca.cert).ca).toBe(true);
  expect(statSync(leaf.keyFile).mode & 0o777).toBe(0o600);
});

test("a pair is found again, and renewed when 30 days are left or its names change", async () => {
  const clock = settableClock("2026-01-01T00:00:00Z");
  const store = createCertificateStore(dir, clock);
  const ca = await store.authority("ca", "lamina");
  const first = await store.leaf("admin", ca, request);
  clock.advance(334 * DAY_MS);
  expect((await store.leaf("admin", ca, request)).cert).toBe(first.cert);
  clock.advance(2 * DAY_MS);
  const second = await store.leaf("admin", ca, request);
  expect(second.cert).not.toBe(first.cert);
  const third = await store.leaf("admin", ca, { ...request, dnsNames: ["other"] });
  expect(new X509Certificate(third.cert).checkHost("other")).toBe("other");
  expect((await store.authority("ca", "lamina")).cert).toBe(ca.cert);
});

test("a leaf from the future, made while the clock was ahead, is made anew", async () => {
  const clock = settableClock("2030-01-01T00:00:00Z");
  const store = createCertificateStore(dir, clock);
  const ca = await store.authority("ca", "lamina");
  const first = await store.leaf("admin", ca, request);
  clock.advance(-DAY_MS);
  const second = await store.leaf("admin", ca, request);
  expect(second.cert).not.toBe(first.cert);
  expect((await store.leaf("admin", ca, request)).cert).toBe(second.cert);
});

test("signing keys are made once, and a lost public half is made from the private one", async () => {
  const store = createCertificateStore(dir, settableClock("2026-01-01T00:00:00Z"));
  const { privateFile, publicFile } = await store.signingKeys("sa");
  const before = [privateFile, publicFile].map((file) => readFileSync(file, "utf8"));
  writeFileSync(publicFile, "");
  await store.signingKeys("sa");
  expect([privateFile, publicFile].map((file) => readFileSync(file, "utf8"))).toEqual(before);
  rmSync(privateFile);
  await expect(store.signingKeys("sa")).rejects.toThrow("sa.key in");
});

const damages = {
  "the certificate is gone": () => rmSync(path.join(dir, "ca.crt")),
  "the certificate is empty": () => writeFileSync(path.join(dir, "ca.crt"), ""),
  "the key is empty": () => writeFileSync(path.join(dir, "ca.key"), ""),
};
test.each(Object.entries(damages))(
  "an authority that has signed something is never made anew: %s",
  async (_, damage) => {
    const store = createCertificateStore(dir, settableClock("2026-01-01T00:00:00Z"));
    const ca = await store.authority("ca", "lamina");
    await store.leaf("admin", ca, request);
    damage();
    const error = `Restore the folder from a backup of the data folder. Without one, stop Lamina,`;
    await expect(store.authority("ca", "lamina")).rejects.toThrow(error);
    // One that has signed nothing, because a crash came first, is simply made.
    await expect(store.authority("other", "other")).resolves.toBeDefined();
  },
);

test("a leaf of another authority of the same name, or a damaged one, is made anew", async () => {
  const clock = settableClock("2026-01-01T00:00:00Z");
  const store = createCertificateStore(dir, clock);
  const first = await store.leaf("admin", await store.authority("ca", "lamina"), request);
  const other = createCertificateStore(path.join(dir, "other"), clock);
  const ca = await other.authority("ca", "lamina");
  const second = await store.leaf("admin", ca, request);
  expect(second.cert).not.toBe(first.cert);
  writeFileSync(second.certFile, "");
  const third = await store.leaf("admin", ca, request);
  expect(new X509Certificate(third.cert).verify(new X509Certificate(ca.cert).publicKey)).toBe(true);
});
