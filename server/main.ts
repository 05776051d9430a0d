import { createServer } from "node:http";
import next from "next";
import { provideDeps } from "@/server/deps";
import { isAppError, messageOf } from "@/server/domain/errors/app-error";
import { readEnvironment, type Environment } from "@/server/platform/env/env";
import { limitBodies } from "@/server/platform/http/body-limit";
import { startConsole } from "@/server/worker/console";

/** The console's one process: Next, the API, the worker, the agents' tunnel and all child processes. */
async function main(): Promise<void> {
  const env = readEnvironment(process.env);
  // next-auth reads its public address from here.
  process.env.NEXTAUTH_URL = env.url;
  await refuseTakenPort(env);
  const server = createServer();
  const running = await startConsole(env, server);
  provideDeps(running.deps);
  const stop = stopOnce(async () => {
    server.close();
    server.closeAllConnections();
    await running.stop();
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(0));
  // The launcher that started us is gone: so are we.
  if (process.send) process.on("disconnect", () => stop(0));
  void running.lost.then((error) => {
    console.error(`lamina: ${error.message}`);
    stop(1);
  });

  const dev = env.mode === "development";
  const app = next({
    dev,
    dir: process.cwd(),
    hostname: env.host,
    port: env.port,
    httpServer: server,
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  server.on(
    "request",
    limitBodies((request, response) => void handle(request, response)),
  );
  await listen(server, env);
  announce(env, running.login);
}

function stopOnce(run: () => Promise<void>): (exitCode: number) => void {
  let stopping = false;
  return (exitCode) => {
    if (stopping) return;
    stopping = true;
    console.log("\nStopping: clusters keep their data and come back at the next start …");
    void run().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        console.error(`lamina: stopping failed: ${messageOf(error)}`);
        process.exit(1);
      },
    );
  };
}

/** Said before anything is started: the usual mistake of a second start. */
async function refuseTakenPort(env: Environment): Promise<void> {
  const probe = createServer();
  await listen(probe, env);
  await new Promise((resolve) => probe.close(resolve));
}

function listen(server: ReturnType<typeof createServer>, env: Environment): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const taken = "code" in error && error.code === "EADDRINUSE";
      const hint = taken
        ? `Port ${env.port} is taken: stop the program that uses it, or start with PORT=${env.port + 1}.`
        : `Cannot listen on ${env.host}:${env.port}: ${error.message}`;
      reject(new Error(hint));
    });
    server.listen(env.port, env.host, resolve);
  });
}

function announce(env: Environment, login: { email: string; password: string } | null): void {
  const signIn = login
    ? `E-mail    ${login.email}\n    Password  ${login.password}`
    : "Sign in   with your own e-mail and password";
  console.log(`
  Lamina is ready

    Console   ${env.url}
    ${signIn}

  Stop it with Ctrl-C. Everything is kept in ${env.dataDir}, the log in logs/console.log
`);
}

main().catch((error: unknown) => {
  console.error(`lamina: ${messageOf(error)}`);
  if (!isAppError(error) && process.env.LAMINA_LOG_LEVEL === "debug") console.error(error);
  process.exit(1);
});
