import type * as React from "react";
import { isValidElement, type ReactElement, type ReactNode } from "react";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import ClusterLayout, {
  generateMetadata,
} from "@/app/(console)/[project]/clusters/[cluster]/layout";
import LayersPage from "@/app/(console)/[project]/clusters/[cluster]/layers/page";
import ConsoleLayout from "@/app/(console)/layout";
import type * as ActorModule from "@/server/auth/actor";
import { getSession } from "@/server/services/tenancy/session-view";
import { insertCluster } from "@/server/services/testing/insert-cluster";
import { provideTestDeps } from "@/server/services/testing/provide-test-deps";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";

const request = vi.hoisted(() => ({
  /** What React keeps for one request, by function. */
  kept: new Map<unknown, Map<string, unknown>>(),
  sessionsAsked: 0,
  actor: null as unknown,
}));

vi.mock("server-only", () => ({}));
vi.mock("next/headers", () => ({
  headers: async () => new Headers(),
  cookies: async () => ({ get: () => undefined }),
}));
// Outside of a page's rendering React keeps nothing: here as it does within one request.
vi.mock("react", async (original) => ({
  ...(await original<typeof React>()),
  cache:
    (call: (...args: unknown[]) => unknown) =>
    (...args: unknown[]) => {
      const answers = request.kept.get(call) ?? new Map<string, unknown>();
      request.kept.set(call, answers);
      const key = JSON.stringify(args);
      if (!answers.has(key)) answers.set(key, call(...args));
      return answers.get(key);
    },
}));
vi.mock("@/server/auth/actor", async (original) => ({
  ...(await original<typeof ActorModule>()),
  actorOfCookies: async () => {
    request.sessionsAsked += 1;
    return request.actor;
  },
}));

let services: TestServices;
let tenant: TestTenant;
let params: Promise<{ project: string; cluster: string }>;

beforeAll(async () => {
  services = await createTestServices();
  tenant = await services.newTenant();
  provideTestDeps(services.deps);
  const cluster = await insertCluster(services.deps, tenant);
  const [project] = (await getSession(tenant.admin, undefined)).projects;
  params = Promise.resolve({ project: project?.slug ?? "", cluster });
});
afterAll(() => services.close());
beforeEach(() => {
  request.kept.clear();
  request.sessionsAsked = 0;
  request.actor = tenant.admin.actor;
});

type Props = { children?: ReactNode };
const asyncFunction = (async () => {}).constructor;

/** Draws what only the server draws: async components, and what stands inside of others. */
async function draw(node: ReactNode): Promise<void> {
  if (Array.isArray(node)) await Promise.all(node.map(draw));
  if (!isValidElement(node)) return;
  const { type, props } = node as ReactElement<Props>;
  const own = type instanceof asyncFunction ? await (type as (p: Props) => ReactNode)(props) : null;
  await draw(own);
  if (!own) await draw(props.children);
}

test("a page with its title, layouts and answers asks for the session once", async () => {
  const page = LayersPage({ params });
  const inCluster = ClusterLayout({ params, children: page });
  const [metadata] = await Promise.all([
    generateMetadata({ params }),
    inCluster.then((children) => ConsoleLayout({ children })).then(draw),
  ]);
  expect(metadata.title).toMatchObject({ default: (await params).cluster });
  expect(request.sessionsAsked).toBe(1);
});

test("the next request asks again", async () => {
  await generateMetadata({ params });
  request.kept.clear();
  await generateMetadata({ params });
  expect(request.sessionsAsked).toBe(2);
});

test("without a session a page leads to the sign-in and comes back", async () => {
  request.actor = null;
  await expect(ClusterLayout({ params, children: null })).rejects.toMatchObject({
    digest: expect.stringContaining("/sign-in?from="),
  });
});
