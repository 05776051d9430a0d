import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { create } from "tar";
import {
  createAssetManager,
  type AssetManager,
  type AssetManagerOptions,
} from "@/server/assets/manager";
import { silentLog } from "@/server/assets/types";
import { platformOf, type AssetState } from "@/server/domain/assets";

/** A catalogue entry for tests; only what differs has to be named. */
export interface FakeAsset {
  name: string;
  version?: string;
  probe?: string[];
  release?: { url: string; checksumUrl: string; member?: string };
  extras?: { module: string; from: string; to: string }[];
  ldflags?: string[];
}

/** A temporary kubernetes folder, cache and PATH, and managers that use them. */
export interface World {
  dir: string;
  cacheDir: string;
  changes: AssetState[];
  /** Writes the catalogue; each asset gets a Go module of its own with the given main.go. */
  catalogue(assets: FakeAsset[], main?: string): Promise<void>;
  manager(options?: Partial<AssetManagerOptions>): AssetManager;
  /** Serves requests on 127.0.0.1 until the end and returns the base URL. */
  serve(listener: RequestListener): Promise<string>;
  close(): Promise<void>;
}

const MAIN = `package main

import "fmt"

var version = "none"

func main() { fmt.Println("tiny version", version) }
`;

/** Creates an empty world in a temporary folder. */
export async function createWorld(): Promise<World> {
  const dir = await mkdtemp(path.join(tmpdir(), "lamina-assets-"));
  const cacheDir = path.join(dir, "cache");
  const kubernetesDir = path.join(dir, "kubernetes");
  const changes: AssetState[] = [];
  const closers: (() => unknown)[] = [];
  return {
    dir,
    cacheDir,
    changes,
    catalogue: (assets, main = MAIN) => writeCatalogue(kubernetesDir, assets, main),
    manager: (options = {}) => {
      const manager = createAssetManager({
        cacheDir,
        kubernetesDir,
        searchPath: "",
        downloads: true,
        log: silentLog,
        onChange: (state) => changes.push(state),
        retryMs: 10,
        stallMs: 2_000,
        graceMs: 0,
        ...options,
      });
      closers.push(() => manager.close());
      return manager;
    },
    serve: async (listener) => {
      const server = createServer(listener);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      closers.push(() => {
        server.closeAllConnections();
        server.close();
      });
      const address = server.address();
      if (typeof address !== "object" || !address) throw new Error("the test server has no port");
      return `http://127.0.0.1:${address.port}`;
    },
    close: async () => {
      for (const close of closers) close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function writeCatalogue(
  kubernetesDir: string,
  assets: FakeAsset[],
  main: string,
): Promise<void> {
  const { os, arch } = platformOf(process.platform, process.arch);
  const list = assets.map((a) => ({
    name: a.name,
    version: a.version ?? "1.2.3",
    title: a.name,
    purpose: "test",
    ...(a.probe ? { probe: a.probe } : {}),
    build: { module: a.name, package: ".", ldflags: a.ldflags ?? ["-X main.version=v{version}"] },
    ...(a.release
      ? {
          release: {
            platforms: [`${os}-${arch}`],
            url: a.release.url,
            checksum: { url: a.release.checksumUrl, format: "sums" },
            ...(a.release.member ? { member: a.release.member } : {}),
          },
        }
      : {}),
    extras: a.extras ?? [],
  }));
  for (const asset of assets) {
    const module = path.join(kubernetesDir, "modules", asset.name);
    await mkdir(module, { recursive: true });
    await writeFile(path.join(module, "go.mod"), `module example.com/${asset.name}\n\ngo 1.21\n`);
    await writeFile(path.join(module, "main.go"), main);
  }
  await writeFile(path.join(kubernetesDir, "assets.json"), JSON.stringify({ assets: list }));
}

/** A shell script that answers its version, as a stand-in for a program. */
export async function writeProgram(file: string, version: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\necho "tiny version v${version}"\n`, { mode: 0o755 });
}

/** A .tar.gz in memory. */
export async function tarball(dir: string, files: Record<string, string>): Promise<Buffer> {
  const from = await mkdtemp(path.join(dir, "tar-"));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(from, name)), { recursive: true });
    await writeFile(path.join(from, name), content);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of create({ gzip: true, cwd: from }, Object.keys(files)))
    chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** SHA-256 in hex. */
export function sha256(data: Buffer | string): string {
  return createHash("sha256").update(data).digest("hex");
}
