import { expect, test } from "vitest";
import { formatQuantity } from "./memory";

test.each([
  ["8Gi", "8 GiB"],
  ["8192Mi", "8 GiB"],
  ["512Mi", "512 MiB"],
  ["32868400Ki", "31.3 GiB"],
  ["8589934592", "8 GiB"],
  ["2Ti", "2048 GiB"],
  ["1500m", "1500m"],
  ["", ""],
])("formatQuantity: %j is shown as %j, whatever unit a node reports in", (quantity, want) => {
  expect(formatQuantity(quantity)).toBe(want);
});
