import { isAppError, messageOf } from "@/server/domain/errors/app-error";
import { createLog } from "@/server/platform/log/log";
import packageJson from "@/package.json" with { type: "json" };
import { runAgent } from "./agent";
import { readConfig } from "./config";

/** Entry of `lamina agent`: runs until SIGTERM or SIGINT; exit code 2 says that it was started wrongly. */
async function main(): Promise<void> {
  const config = readConfig(process.argv.slice(2), process.env);
  // Children get what they need by name; the token is not for them.
  delete process.env.LAMINA_AGENT_TOKEN;
  const log = createLog(config.logLevel).child({ clusterId: config.clusterId });
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop.abort());
  log.info({ version: packageJson.version }, "agent started");
  await runAgent(config, packageJson.version, log, stop.signal);
  log.info("agent stopped");
}

try {
  await main();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(isAppError(error) && error.code === "BAD_INPUT" ? 2 : 1);
}
