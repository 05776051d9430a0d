import { expect, test } from "vitest";
import { commandScore } from "./command-score";

const shop = ["shop", "cluster", "cls_n4WKY1czh1c3XRyb", "web-platform"];

test.each(["zzzz", "system", "hop shp"])(
  "letters strewn over a command do not find it: %j",
  (search) => {
    expect(commandScore(search, shop)).toBe(0);
  },
);

test.each(["shop", "SHOP ", "cluster web", "cls_n4WKY", "platform shop"])(
  "every word of %j is found",
  (search) => {
    expect(commandScore(search, shop)).toBeGreaterThan(0);
  },
);

test("a label that begins with the search comes before one that holds it, and that before a keyword", () => {
  const scores = [["shop"], ["my-shop"], ["other", "shop"]].map((words) =>
    commandScore("shop", words),
  );
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(new Set(scores).size).toBe(3);
});
