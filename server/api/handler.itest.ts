import { afterAll, beforeAll, expect, test } from "vitest";
import { provideTestDeps } from "@/server/services/testing/provide-test-deps";
import { createTestServices, type TestServices } from "@/server/services/testing/test-services";
import { handleApiRequest } from "./handler";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
  provideTestDeps(services.deps);
});
afterAll(() => services.close());

test("no cache may keep an answer of the API", async () => {
  const answer = await handleApiRequest(new Request("http://localhost/api/trpc/session.get"));
  expect(answer.status).toBe(401);
  expect(answer.headers.get("cache-control")).toBe("no-store");
});
