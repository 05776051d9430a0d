import { expect, test } from "vitest";
import { safeReturnPath } from "./safe-return";

test.each([
  ["a page", "/default/clusters", "/default/clusters"],
  ["a page with a query", "/default/clusters?q=a&sort=name", "/default/clusters?q=a&sort=name"],
  ["another site", "https://evil.example/x", "/"],
  ["another site without a scheme", "//evil.example", "/"],
  ["a backslash, which browsers read as a slash", "/\\evil.example", "/"],
  ["a tab before the second slash", "/\t/evil.example", "/"],
  ["dots that leave two slashes", "/.//evil.example", "/"],
  ["a script", "javascript:alert(1)", "/"],
  ["the sign-in page itself", "/sign-in?from=%2F", "/"],
  ["the API", "/api/auth/signout", "/"],
  ["a page that only begins like it", "/sign-in-help", "/sign-in-help"],
  ["nothing", undefined, "/"],
  ["several values", ["/a", "/b"], "/"],
])("safeReturnPath: %s", (_name, from, want) => {
  expect(safeReturnPath(from)).toBe(want);
});
