import { createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPostgres, withDatabase, type TestPostgres } from "./testing/start-postgres";
import { probeDatabase } from "./probe";

let server: TestPostgres;
let silent: Server;
const open: Socket[] = [];
beforeAll(async () => {
  server = await startPostgres();
  silent = createServer((socket) => open.push(socket.on("error", () => {})));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  for (const socket of open) socket.destroy();
  silent.close();
  await server.stop();
});

const changed = (change: (url: URL) => void) => {
  const url = new URL(server.url("postgres"));
  change(url);
  return url.href;
};

test("a database that answers has no trouble", async () => {
  expect(await probeDatabase(server.url("postgres"))).toBeUndefined();
});

test("a server that accepts the connection and never answers is given up in time", async () => {
  const address = silent.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const begun = Date.now();
  const trouble = await probeDatabase(`postgres://a:secret@127.0.0.1:${port}/x`, 500);
  expect(trouble?.why).toMatch(/no answer/);
  expect(Date.now() - begun).toBeLessThan(3_000);
});

test("nobody listens, a wrong password and a missing database each have their own next step", async () => {
  const refused = await probeDatabase("postgres://a:secret@127.0.0.1:1/x");
  expect(refused?.next).toContain("that it runs");
  await withDatabase(server.url("postgres"), (sql) =>
    sql.unsafe(`create role visitor login password 'right-word'`),
  );
  const wrong = changed((url) => {
    url.username = "visitor";
    url.password = "wrong-word";
  });
  const trouble = await probeDatabase(wrong);
  expect(trouble?.next).toContain("the password");
  expect(JSON.stringify(trouble)).not.toContain("wrong-word");
  const missing = await probeDatabase(changed((url) => (url.pathname = "/nothing")));
  expect(missing?.next).toContain("Create it");
});
