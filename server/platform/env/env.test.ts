import { expect, test } from "vitest";
import { readEnvironment } from "./env";

test("an empty environment gives the trial's defaults", () => {
  const env = readEnvironment({});
  expect(env).toMatchObject({ port: 3000, host: "127.0.0.1", databaseUrl: undefined });
  expect(env.url).toBe("http://localhost:3000");
});

test.each([
  ["0.0.0.0", "http://localhost:3000"],
  ["127.0.0.2", "http://127.0.0.2:3000"],
  ["fd00::5", "http://[fd00::5]:3000"],
  ["lab.example", "http://lab.example:3000"],
])("a console that listens on %s is found at %s", (HOST, url) => {
  expect(readEnvironment({ HOST }).url).toBe(url);
});

test("a range of ports is two numbers", () => {
  const range = readEnvironment({ LAMINA_PORT_RANGE: "31000-31999" }).portRange;
  expect(range).toEqual({ first: 31_000, last: 31_999 });
});

test("an empty variable counts as not set", () => {
  expect(readEnvironment({ PORT: "", DATABASE_URL: "" }).port).toBe(3000);
});

test.each([
  ["PORT", "99999"],
  ["DATABASE_URL", "mysql://x"],
  ["LAMINA_ADMIN_PASSWORD", "short"],
  ["LAMINA_URL", "not a url"],
  ["LAMINA_PORT_RANGE", "20000"],
  ["LAMINA_PORT_RANGE", "80-2000"],
  ["LAMINA_PORT_RANGE", "20000-20050"],
  ["LAMINA_PORT_RANGE", "60000-70000"],
])("a wrong %s is refused and named", (name, value) => {
  expect(() => readEnvironment({ [name]: value })).toThrow(name);
});
