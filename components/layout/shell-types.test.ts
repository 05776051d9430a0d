import { expect, test } from "vitest";
import { activeHref, bySection, type NavItem } from "./shell-types";

const item = (href: string, more: Partial<NavItem> = {}): NavItem => ({
  href,
  label: href,
  icon: null,
  ...more,
});

test.each([
  ["the exact page", "/p/clusters", "/p/clusters"],
  ["a page below it", "/p/clusters/cls_1/nodes", "/p/clusters"],
  ["the longer of two prefixes", "/p/clusters/new", "/p/clusters/new"],
  ["no half words", "/p/clustersets", undefined],
  ["an exact item only on its own address", "/p", "/p"],
])("activeHref: %s", (_name, path, want) => {
  const nav = [item("/p", { exact: true }), item("/p/clusters"), item("/p/clusters/new")];
  expect(activeHref(nav, path)).toBe(want);
});

test("bySection keeps the order in which sections and items were given", () => {
  const nav = [
    item("/a"),
    item("/b", { section: "Build" }),
    item("/c"),
    item("/d", { section: "Build" }),
  ];
  expect(bySection(nav).map(([name, items]) => [name, items.map((i) => i.href)])).toEqual([
    ["", ["/a", "/c"]],
    ["Build", ["/b", "/d"]],
  ]);
});
