import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TLSSocket } from "node:tls";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { ensureClusterPki, type ClusterPki } from "@/server/control-plane/pki";
import { systemClock } from "@/server/platform/clock/clock";
import { connect } from "./connection";
import { kubeconfigText } from "./kubeconfig";

/** An HTTPS server that asks for client certificates; each test says how it answers. */
let answer: http.RequestListener;
let server: https.Server;
let pki: ClusterPki;
let folder: string;
let sockets = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "lamina-connection-"));
  pki = await ensureClusterPki(folder, "10.96.0.0/16", systemClock);
  const { cert, key } = pki.server;
  const tls = { cert, key, ca: pki.ca.cert, requestCert: true, rejectUnauthorized: false };
  server = https.createServer(tls, (request, response) => answer(request, response));
  server.on("secureConnection", () => (sockets += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
beforeEach(() => {
  sockets = 0;
  answer = (request, response) => response.end(request.url);
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

function portOf(listening: net.Server): number {
  const address = listening.address();
  return typeof address === "object" && address ? address.port : 0;
}

function kubeconfig(user?: object, cluster: object = {}): string {
  const text = kubeconfigText({
    clusterName: "test",
    userName: "admin",
    server: `https://127.0.0.1:${portOf(server)}`,
    ca: pki.ca.cert,
    cert: pki.admin.cert,
    key: pki.admin.key,
  });
  const config = parse(text);
  if (user) config.users[0].user = user;
  Object.assign(config.clusters[0].cluster, cluster);
  return stringify(config);
}

/** What the server learns of the one who asks. */
function whoIsThere(request: http.IncomingMessage, response: http.ServerResponse): void {
  const socket = request.socket as TLSSocket;
  const name = socket.authorized ? socket.getPeerCertificate().subject.CN : undefined;
  const { authorization, accept } = request.headers;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ name, authorization, accept }));
}

const get = (extra: object = {}) => ({ method: "GET" as const, path: "/x", ...extra });

test("a client certificate is shown, and one connection serves many requests", async () => {
  answer = whoIsThere;
  const connection = connect(kubeconfig());
  expect(await connection.request(get())).toEqual({ name: "admin", accept: "application/json" });
  expect(await connection.request(get({ accept: "text/plain" }))).toMatchObject({
    accept: "text/plain",
  });
  expect(sockets).toBe(1);
  connection.close();
});

test("a token file is read anew for each request", async () => {
  answer = whoIsThere;
  const connection = connect(kubeconfig({ tokenFile: "token" }), { folder });
  for (const token of ["first", "second"]) {
    writeFileSync(path.join(folder, "token"), `${token}\n`);
    expect(await connection.request(get())).toMatchObject({ authorization: `Bearer ${token}` });
  }
  rmSync(path.join(folder, "token"));
  await expect(connection.request(get())).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  connection.close();
});

test("a server that somebody else vouches for is not talked to", async () => {
  const ca = Buffer.from(pki.etcdCa.cert).toString("base64");
  const connection = connect(kubeconfig({}, { "certificate-authority-data": ca }));
  await expect(connection.request(get())).rejects.toMatchObject({ code: "UNREACHABLE" });
  connection.close();
});

test("a login program is asked by the library", async () => {
  answer = whoIsThere;
  const credential = {
    apiVersion: "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    status: { token: "from-program" },
  };
  const program = path.join(folder, "login.sh");
  writeFileSync(program, `#!/bin/sh\necho '${JSON.stringify(credential)}'\n`);
  chmodSync(program, 0o700);
  const exec = { apiVersion: credential.apiVersion, command: program, interactiveMode: "Never" };
  const connection = connect(kubeconfig({ exec }), { folder });
  const answers = [await connection.request(get()), await connection.request(get())];
  expect(answers[1]).toMatchObject({ authorization: "Bearer from-program" });
  expect(sockets).toBe(1);
  connection.close();
});

test("a proxy is used by the library", async () => {
  answer = whoIsThere;
  const asked: (string | undefined)[] = [];
  const proxy = http.createServer().on("connect", (request, client) => {
    asked.push(request.url);
    const upstream = net.connect(portOf(server), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    for (const end of [client, upstream]) end.on("error", () => {});
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const connection = connect(
    kubeconfig(undefined, { "proxy-url": `http://127.0.0.1:${portOf(proxy)}` }),
  );
  expect(await connection.request(get())).toMatchObject({ name: "admin" });
  expect(asked).toEqual([`127.0.0.1:${portOf(server)}`]);
  connection.close();
  proxy.closeAllConnections();
  proxy.close();
});

test("silence ends a request, before an answer and within one", async () => {
  const connection = connect(kubeconfig());
  answer = () => {};
  await expect(connection.request(get({ silenceMs: 100 }))).rejects.toMatchObject({
    code: "UNREACHABLE",
    message: expect.stringContaining("no answer for 0.1 s"),
  });
  answer = (_request, response) => void response.write("half");
  await expect(connection.request(get({ silenceMs: 100 }))).rejects.toMatchObject({
    code: "UNREACHABLE",
    message: expect.stringContaining("no answer for 0.1 s"),
  });
  connection.close();
});

test("an answer that trickles in is ended too", async () => {
  const connection = connect(kubeconfig());
  answer = (_request, response) => {
    const drip = setInterval(() => response.write("."), 20);
    response.on("close", () => clearInterval(drip));
  };
  await expect(connection.request(get({ timeoutMs: 200 }))).rejects.toMatchObject({
    code: "UNREACHABLE",
    message: expect.stringContaining("no whole answer within 0.2 s"),
  });
  connection.close();
});

test("a signal ends a request", async () => {
  const connection = connect(kubeconfig());
  const stop = new AbortController();
  answer = () => stop.abort();
  await expect(connection.request(get({ signal: stop.signal }))).rejects.toMatchObject({
    code: "UNREACHABLE",
  });
  connection.close();
});

test("failures carry status, reason and when to come back", async () => {
  const connection = connect(kubeconfig());
  answer = (_request, response) => {
    response.writeHead(429, { "content-type": "application/json", "retry-after": "2" });
    response.end(JSON.stringify({ reason: "TooManyRequests", message: "slow down" }));
  };
  const throttled = { code: "THROTTLED", status: 429, retryAfterMs: 2000, message: "slow down" };
  await expect(connection.request(get())).rejects.toMatchObject(throttled);
  await expect(connection.stream(get())).rejects.toMatchObject(throttled);
  answer = (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end("{");
  };
  await expect(connection.request(get())).rejects.toMatchObject({ code: "SERVER_ERROR" });
  connection.close();
});
