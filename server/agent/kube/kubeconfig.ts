import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { AppError } from "@/server/domain/errors/app-error";
import { dig, listAt, textAt } from "./object";

/** How to reach an API server, as a kubeconfig says. */
export interface KubeAccess {
  server: string;
  ca?: Buffer;
  cert?: Buffer;
  key?: Buffer;
  token?: string;
}

/** Reads the current context of a kubeconfig file. Certificates may be inline or in files beside it. */
export function readKubeconfig(file: string): KubeAccess {
  let config: unknown;
  try {
    config = parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new AppError("BAD_INPUT", `The kubeconfig ${file} cannot be read.`, { cause });
  }
  const context = named(config, "contexts", textAt(config, "current-context"), "context");
  const cluster = named(config, "clusters", textAt(context, "cluster"), "cluster");
  const user = named(config, "users", textAt(context, "user"), "user");
  const server = textAt(cluster, "server");
  if (server === "") throw new AppError("BAD_INPUT", `The kubeconfig ${file} names no server.`);
  const folder = dirname(file);
  const token = textAt(user, "token");
  return {
    server,
    ca: content(cluster, "certificate-authority", folder),
    cert: content(user, "client-certificate", folder),
    key: content(user, "client-key", folder),
    ...(token !== "" && { token }),
  };
}

function named(config: unknown, list: string, name: string, key: string): unknown {
  return dig(
    listAt(config, list).find((entry) => textAt(entry, "name") === name),
    key,
  );
}

function content(entry: unknown, key: string, folder: string): Buffer | undefined {
  const inline = textAt(entry, `${key}-data`);
  if (inline !== "") return Buffer.from(inline, "base64");
  const file = textAt(entry, key);
  return file === "" ? undefined : readFileSync(resolve(folder, file));
}
