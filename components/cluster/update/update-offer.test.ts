import { expect, test } from "vitest";
import type { Standing } from "@/server/domain/cluster/newest-update";
import { updateOffer } from "./update-offer";

const current: Standing = { version: "1.0.0", age: "current", refusal: null };
const older: Standing = { version: "0.9.0", age: "older", refusal: null };
const newer: Standing = { version: "1.1.0", age: "newer", refusal: null };
const refused: Standing = { version: "2.0.0", age: "newer", refusal: "It skips a minor version." };

test("nothing is claimed before the versions are known", () => {
  expect(updateOffer(undefined)).toBe("");
});

test("a cluster on the newest version is told so, whatever older ones there are", () => {
  expect(updateOffer([older, current])).toBe("This is the latest version.");
});

test("the newest version that the cluster may move to is offered", () => {
  expect(updateOffer([current, refused, newer])).toBe("Version 1.1.0 is published.");
});

test("a newer version that is refused is named with the reason, never called the latest", () => {
  expect(updateOffer([current, refused])).toBe(
    "Version 2.0.0 is published, but this cluster cannot move to it: It skips a minor version.",
  );
});
