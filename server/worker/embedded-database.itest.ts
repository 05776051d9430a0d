import { connect, createServer, type AddressInfo, type Server } from "node:net";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import type postgres from "postgres";
import { openAdmin, untilAnswers } from "./embedded-database";

const real = new URL(inject("adminDatabaseUrl"));
let server: Server;
let sql: postgres.Sql;
/** Connections that are told to come back; afterwards the real PostgreSQL answers. */
let refusals: number;
let refused: number;
let told: string[];

beforeEach(async () => {
  refused = 0;
  told = [];
  server = createServer((client) => {
    client.on("error", () => client.destroy());
    if (refused < refusals) {
      refused += 1;
      client.once("data", () => client.end(startingUp()));
      return;
    }
    const backend = connect(Number(real.port), real.hostname);
    backend.on("error", () => client.destroy());
    client.pipe(backend).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = new URL(real);
  address.port = String((server.address() as AddressInfo).port);
  sql = openAdmin(address.href);
});
afterEach(async () => {
  await sql.end({ timeout: 1 });
  await new Promise((resolve) => server.close(resolve));
});

/** The answer of a server that recovers: an ErrorResponse of the protocol. */
function startingUp(): Buffer {
  const fields = ["SFATAL", "VFATAL", "C57P03", "Mthe database system is starting up", ""];
  const body = Buffer.from(fields.map((field) => `${field}\0`).join(""));
  const head = Buffer.alloc(5);
  head.write("E");
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const tell = (line: string) => void told.push(line);
const quick = { tries: 3, pauseMs: 5, recoveryMs: 60_000, tellAfterMs: 20 };

test("a server that recovers is waited for, longer than one that does not answer, and it is said once", async () => {
  refusals = 30;
  await untilAnswers(sql, () => false, tell, quick);
  expect(refused).toBe(30);
  expect(told).toEqual([expect.stringContaining("PostgreSQL recovers")]);
});

test("an ordinary start says nothing", async () => {
  refusals = 1;
  await untilAnswers(sql, () => false, tell, { ...quick, tellAfterMs: 10_000 });
  expect(told).toEqual([]);
});

test("patience with a recovery has an end, and so has patience with silence", async () => {
  refusals = Infinity;
  const impatient = { ...quick, recoveryMs: 50 };
  await expect(untilAnswers(sql, () => false, tell, impatient)).rejects.toThrow("starting up");
  const nobody = openAdmin("postgres://lamina@127.0.0.1:1/postgres");
  await expect(untilAnswers(nobody, () => false, tell, quick)).rejects.toThrow("ECONNREFUSED");
  await nobody.end({ timeout: 1 });
});
