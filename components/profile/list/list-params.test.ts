import { expect, test } from "vitest";
import type { ProfileSummaryView } from "@/server/domain/profile/views";
import { arrangeProfiles, readListParams, writeListParams } from "./list-params";

const profile = (name: string, over: Partial<ProfileSummaryView> = {}): ProfileSummaryView => ({
  id: name,
  name,
  description: "",
  type: "cluster",
  cloudType: "local",
  tags: [],
  versions: [],
  stack: [],
  clusters: 0,
  updatedAt: "2026-01-01T00:00:00Z",
  ...over,
});
const layer = { kind: "cni", name: "net", packName: "cilium", version: "1", digest: "" } as const;
const all = [
  profile("shop", { stack: [layer], updatedAt: "2026-03-01T00:00:00Z" }),
  profile("blog", { clusters: 3, description: "for the shop team" }),
  profile("api", { tags: ["prod"], updatedAt: "2026-02-01T00:00:00Z" }),
];
const names = (q: string, sort: "updated" | "name" | "clusters" = "updated") =>
  arrangeProfiles(all, { q, sort }).map(({ name }) => name);

test("words are found in name, description, tags and packs", () => {
  expect(names("shop")).toEqual(["shop", "blog"]);
  expect(names("CILIUM")).toEqual(["shop"]);
  expect(names("prod")).toEqual(["api"]);
  expect(names("shop team")).toEqual(["blog"]);
});

test("the order follows what was chosen", () => {
  expect(names("")).toEqual(["shop", "api", "blog"]);
  expect(names("", "name")).toEqual(["api", "blog", "shop"]);
  expect(names("", "clusters")).toEqual(["blog", "api", "shop"]);
});

test.each([
  "",
  "?q=a+b",
  "?sort=name",
  "?q=x&sort=clusters&new=sample",
  "?new=empty&add=sha256%3Aab",
])("the address %j survives", (search) => {
  expect(writeListParams(readListParams(new URLSearchParams(search)))).toBe(
    search.replace("?", ""),
  );
});

test("an unknown order falls back", () => {
  expect(readListParams(new URLSearchParams("sort=colour&new=1"))).toEqual({
    q: "",
    sort: "updated",
    create: "empty",
    add: null,
  });
});
