import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";

/** The embedded database of a running console, to make it fail or to look into it. */
export function openConsoleDatabase(dataDir: string): postgres.Sql {
  const read = (name: string) => readFileSync(join(dataDir, name), "utf8");
  const { postgres: port } = JSON.parse(read("ports.json")) as { postgres: number };
  return postgres({
    host: "127.0.0.1",
    port,
    database: "lamina",
    username: "lamina",
    password: read("postgres.password").trim(),
    max: 1,
  });
}
