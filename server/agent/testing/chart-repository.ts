import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

/** A chart repository as others run it: an index and archives behind HTTP, made by Helm itself. */
export interface ChartRepository {
  url: string;
  /** Packs a chart anew, also over an archive of the same version, and returns its digest. */
  publish(name: string, version: string, content: string): Promise<string>;
  close(): Promise<void>;
}

export async function startChartRepository(helm: string): Promise<ChartRepository> {
  const folder = mkdtempSync(path.join(tmpdir(), "lamina-charts-"));
  const server = createServer((request, response) => {
    try {
      response.end(readFileSync(path.join(folder, path.basename(request.url ?? ""))));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const run = (...args: string[]) => promisify(execFile)(helm, args, { cwd: folder });
  return {
    url,
    publish: async (name, version, content) => {
      const source = path.join(folder, "source", name);
      mkdirSync(path.join(source, "templates"), { recursive: true });
      const meta = `apiVersion: v2\nname: ${name}\nversion: ${version}\n`;
      writeFileSync(path.join(source, "Chart.yaml"), meta);
      writeFileSync(path.join(source, "templates", "all.yaml"), content);
      await run("package", source);
      await run("repo", "index", ".", "--url", url);
      const archive = readFileSync(path.join(folder, `${name}-${version}.tgz`));
      return `sha256:${createHash("sha256").update(archive).digest("hex")}`;
    },
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
