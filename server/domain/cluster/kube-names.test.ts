import { expect, test } from "vitest";
import { newId } from "@/server/domain/ids/ids";
import { clusterNamespace, objectName, shortHash } from "./kube-names";

test("ids that differ only in capitals get different namespaces", () => {
  const ids = ["cls_abcdefghijkmnopq", "cls_Abcdefghijkmnopq", "cls_aBcdefghijkmnopq"];
  expect(new Set(ids.map(clusterNamespace)).size).toBe(3);
  expect(clusterNamespace("cls_Abcdefghijkmnopq")).toBe("cluster-abcdefghijkmnopq-8000");
});

test("every id gives a DNS label", () => {
  for (let i = 0; i < 200; i += 1) {
    expect(clusterNamespace(newId("cluster"))).toMatch(/^cluster-[a-z0-9]{16}-[0-9a-f]{4}$/);
  }
});

test("a long name is cut and stays unique", () => {
  const long = "x".repeat(40);
  expect(objectName("demo", "workers")).toBe("demo-workers");
  expect(objectName(long, "pool-number-one").length).toBeLessThanOrEqual(50);
  expect(objectName(long, "pool-number-one")).not.toBe(objectName(long, "pool-number-two"));
  expect(shortHash("")).toBe("811c9dc5");
});
