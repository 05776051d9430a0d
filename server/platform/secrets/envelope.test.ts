import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { blindIndex, keyIdOf, open, seal } from "./envelope";

const key = { id: "key_1", key: randomBytes(32) };
const place = { tenantId: "tnt_a", table: "users", column: "email", row: "usr_1" };

test("what was sealed opens at its place with its key", () => {
  const sealed = seal("ann@example.org", key, place);
  expect(open(sealed, key, place)).toBe("ann@example.org");
  expect(sealed).not.toContain("ann");
  expect(keyIdOf(sealed)).toBe("key_1");
});

test.each(["tenantId", "table", "column", "row"] as const)(
  "a ciphertext moved to another %s cannot be read",
  (part) => {
    const sealed = seal("x", key, place);
    expect(() => open(sealed, key, { ...place, [part]: "other" })).toThrow("cannot be read");
  },
);

test("another key, or a changed byte, is refused", () => {
  const sealed = seal("hello", key, place);
  expect(() => open(sealed, { id: "key_1", key: randomBytes(32) }, place)).toThrow();
  expect(() => open(`${sealed.slice(0, -2)}AA`, key, place)).toThrow();
  expect(() => open(sealed, { ...key, id: "key_2" }, place)).toThrow("another key");
});

test("the same value sealed twice differs; its blind index does not, but does per key", () => {
  expect(seal("x", key, place)).not.toBe(seal("x", key, place));
  expect(blindIndex("Ann@Example.org ", key)).toBe(blindIndex("ann@example.org", key));
  expect(blindIndex("a", key)).not.toBe(blindIndex("a", { id: "key_2", key: randomBytes(32) }));
});
