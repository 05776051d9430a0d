import { expect, test } from "vitest";
import { readEnvironment } from "./env";

test("an empty environment gives the trial's defaults", () => {
  const env = readEnvironment({});
  expect(env).toMatchObject({ port: 3000, host: "127.0.0.1", databaseUrl: undefined });
  expect(env.url).toBe("http://localhost:3000");
});

test("an empty variable counts as not set", () => {
  expect(readEnvironment({ PORT: "", DATABASE_URL: "" }).port).toBe(3000);
});

test.each([
  ["PORT", "99999"],
  ["DATABASE_URL", "mysql://x"],
  ["LAMINA_ADMIN_PASSWORD", "short"],
  ["LAMINA_URL", "not a url"],
])("a wrong %s is refused and named", (name, value) => {
  expect(() => readEnvironment({ [name]: value })).toThrow(name);
});
