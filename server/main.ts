import { createServer } from "node:http";
import next from "next";
import { provideDeps } from "@/server/deps";
import { isAppError, messageOf } from "@/server/domain/errors/app-error";
import { readEnvironment, type Environment } from "@/server/platform/env/env";
import { frontDoor, limitConnections } from "@/server/platform/http/front-door";
import { startConsole } from "@/server/worker/console";
import { Ending } from "@/server/worker/ending";
import { openServers, refuseTakenPort } from "@/server/worker/listen";

/** The console's one process: Next, the API, the worker, the agents' tunnel and all child processes. */
async function main(): Promise<void> {
  const ending = new Ending();
  ending.listen();
  const env = readEnvironment(process.env);
  // next-auth reads its public address from here.
  process.env.NEXTAUTH_URL = env.url;
  await refuseTakenPort(env);
  const server = createServer();
  const running = await startConsole(env, server);
  provideDeps(running.deps);
  let servers = [server];
  ending.inOrder(async () => {
    for (const open of servers) {
      open.close();
      open.closeAllConnections();
    }
    await running.stop();
  });
  void running.lost.then((error) => {
    console.error(`lamina: ${error.message}`);
    ending.begin(1);
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
  const door = frontDoor({ ...env, dev }, (request, response) => void handle(request, response));
  server.on("request", door);
  servers = await openServers(server, env);
  for (const open of servers) limitConnections(open);
  if (!ending.begun) announce(env, running.login);
}

function announce(env: Environment, login: { email: string; password: string } | null): void {
  const signIn = login
    ? `Email     ${login.email}\n    Password  ${login.password}`
    : "Sign in   with your own email and password";
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
