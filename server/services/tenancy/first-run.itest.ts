import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sessionActor } from "@/server/services/auth/session-actor";
import { signIn } from "@/server/services/auth/sign-in";
import { createTestServices, type TestServices } from "@/server/services/testing/test-services";
import { ensureFirstTenant, forgetFirstLogin } from "./first-run";
import { setUp } from "./set-up";

let services: TestServices;
let dataDir: string;
beforeEach(async () => {
  services = await createTestServices();
  dataDir = mkdtempSync(join(tmpdir(), "lamina-first-run-"));
});
afterEach(async () => {
  rmSync(dataDir, { recursive: true });
  await services.close();
});

const start = (adminEmail = "admin@lamina.local") =>
  ensureFirstTenant(services.deps, { dataDir, adminEmail, adminPassword: undefined });

/** What the first administrator does; `forget` is what follows the commit. */
async function chooseOwnLogin(forget: () => void): Promise<void> {
  const login = await start();
  const session = await signIn(services.deps, {
    email: login?.email ?? "",
    password: login?.password ?? "",
    userAgent: "",
  });
  const actor = session && (await sessionActor(services.deps, session));
  if (!actor) throw new Error("the printed password does not work");
  const ports = { ...services.deps.ports, forgetFirstLogin: forget };
  await setUp(
    { ...services.deps, ports, actor, requestId: "r" },
    { organisation: "Acme", name: "Bea", email: "bea@example.org", password: "my own password" },
  );
}

test("every start prints the login that works, whatever the settings say later", async () => {
  const first = await start();
  expect(first).toMatchObject({ email: "admin@lamina.local", password: expect.any(String) });
  expect(await start("other@example.org")).toEqual(first);
});

test("once an own login was chosen no start prints one", async () => {
  await chooseOwnLogin(() => forgetFirstLogin(dataDir));
  expect(await start()).toBeNull();
});

test("a crash between the set-up and forgetting prints no dead password", async () => {
  await chooseOwnLogin(() => {});
  expect(await start()).toBeNull();
  expect(existsSync(join(dataDir, "first-login.json"))).toBe(false);
});
