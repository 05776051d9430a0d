import { expect, test } from "vitest";
import { layer } from "@/server/agent/testing/layer";
import type { RenderedRelease } from "@/server/domain/profile/types";
import { withFormerNames } from "./former-names";
import type { ObservedRelease } from "./releases";

const release = (releaseName: string, formerName?: string): RenderedRelease => ({
  releaseName,
  ...(formerName === undefined ? {} : { formerName }),
  namespace: "web",
  chart: { source: "bundled", name: "web", version: "1.0.0", path: "charts/web", packDigest: "d" },
  values: {},
});

const observed = (...releases: [name: string, layerId: string][]) =>
  new Map(
    releases.map(([name, layerId]): [string, ObservedRelease] => [
      `web/${name}`,
      { name, namespace: "web", revision: 1, status: "deployed", layerId, fingerprint: "f" },
    ]),
  );

const namesOf = (releases: RenderedRelease[], seen: ReturnType<typeof observed>) =>
  withFormerNames([layer("web", { releases })], seen)[0]?.releases.map((r) => r.releaseName);

test("a release that is there under its former name keeps it, so that nothing of it is removed", () => {
  const releases = [release("my-web-1a2b", "my-web"), release("db")];
  expect(namesOf(releases, observed(["my-web", "web"]))).toEqual(["my-web", "db"]);
});

test("everywhere else the new name counts", () => {
  const releases = [release("my-web-1a2b", "my-web")];
  const current = ["my-web-1a2b"];
  expect(namesOf(releases, observed())).toEqual(current);
  expect(namesOf(releases, observed(["my-web", "another-layer"]))).toEqual(current);
  expect(namesOf(releases, observed(["my-web", "web"], ["my-web-1a2b", "web"]))).toEqual(current);
});

test("a former name that two charts shared belongs to neither", () => {
  const shared = [release("a-1", "a"), release("a-2", "a")];
  expect(namesOf(shared, observed(["a", "web"]))).toEqual(["a-1", "a-2"]);
  const taken = [release("a-1", "a"), release("a")];
  expect(namesOf(taken, observed(["a", "web"]))).toEqual(["a-1", "a"]);
});
