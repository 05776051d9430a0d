import { expect, test } from "vitest";
import { readCatalogueParams, writeCatalogueParams } from "./catalogue-params";

test.each(["", "?q=web", "?layer=cni", "?q=a&layer=addon&available=needs-internet"])(
  "the address %j survives",
  (search) => {
    expect(writeCatalogueParams(readCatalogueParams(new URLSearchParams(search)))).toBe(
      search.replace("?", ""),
    );
  },
);

test("unknown parts fall back", () => {
  expect(readCatalogueParams(new URLSearchParams("layer=gpu&available=maybe"))).toEqual({
    q: "",
    kind: null,
    availability: null,
  });
});
