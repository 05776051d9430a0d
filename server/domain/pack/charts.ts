import { isMap } from "@/server/domain/yaml/data";
import { parseYaml } from "@/server/domain/yaml/parse";
import { readTarGz } from "./archive";
import { toBytes, toText } from "./bytes";
import type { PackChart, PackFiles, PackProblem } from "./types";

/** Reads name and version of a listed chart: an archive or a folder of the pack. */
export async function readChart(
  path: string,
  files: PackFiles,
): Promise<{ chart: PackChart } | { problem: PackProblem }> {
  const refused = (message: string) => ({ problem: { file: path, message } });
  const archive = files[path];
  const content =
    archive === undefined ? folderFiles(path, files) : await archiveFiles(toBytes(archive));
  if (typeof content === "string") return refused(content);
  const meta = toText(content["Chart.yaml"] ?? "");
  if (!meta) {
    const isMissing = Object.keys(content).length === 0;
    return refused(
      isMissing
        ? "The pack lists this chart, but it is not among its files."
        : "The chart has no Chart.yaml.",
    );
  }
  const data = parseYaml(meta).data;
  const name = isMap(data) ? data["name"] : undefined;
  const version = isMap(data) ? data["version"] : undefined;
  if (typeof name !== "string" || version === undefined || version === null) {
    return refused("The chart's Chart.yaml has no name or no version.");
  }
  return {
    chart: {
      name,
      version: String(version),
      source: "bundled",
      path: path.replace(/\/+$/, ""),
    },
  };
}

function folderFiles(path: string, files: PackFiles): PackFiles {
  const prefix = `${path.replace(/\/+$/, "")}/`;
  const inside = Object.entries(files).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(inside.map(([name, content]) => [name.slice(prefix.length), content]));
}

/** The files of a chart archive without their top directory, as Helm reads them. */
async function archiveFiles(bytes: Uint8Array): Promise<PackFiles | string> {
  const read = await readTarGz(bytes);
  if (!read.ok) return read.problems[0]?.message ?? "The chart archive is not readable.";
  const entries = Object.entries(read.files);
  // Some archives begin with "./": there the top directory is gone already.
  const flat = Object.hasOwn(read.files, "Chart.yaml");
  return Object.fromEntries(
    entries.map(([name, content]) => [flat ? name : name.replace(/^[^/]*\//, ""), content]),
  );
}

/** A chart of a repository without a digest: whatever is served under its version gets installed. */
export function isUnpinned({ source, digest }: Pick<PackChart, "source" | "digest">): boolean {
  return source === "upstream" && digest === undefined;
}
