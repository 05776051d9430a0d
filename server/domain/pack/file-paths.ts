import { formatBytes } from "@/server/domain/yaml/parse";
import { byteLength } from "./bytes";
import { packLimits } from "./limits";
import type { PackFiles, PackProblem } from "./types";

/** Why this path may not stand in a pack, or null. */
export function pathFault(path: string): string | null {
  if (path === "") return "a file has no name";
  if (hasControlCharacter(path)) return "a file name contains a control character";
  if (path.length > packLimits.pathLength) return "a file name is too long";
  if (path.startsWith("/") || path.startsWith("~") || /^[A-Za-z]:/.test(path)) {
    return "an absolute path is not allowed";
  }
  if (path.includes("\\")) return "a backslash is not allowed in a file name";
  const parts = path.split("/");
  if (parts.includes("..")) return 'a path may not lead out of the pack with ".."';
  if (parts.some((part) => part === "" || part === ".")) return "a path has an empty part";
  return null;
}

function hasControlCharacter(text: string): boolean {
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 32 || code === 127) return true;
  }
  return false;
}

/** Everything wrong with names, number and sizes of a pack's files. */
export function checkFiles(files: PackFiles): PackProblem[] {
  const paths = Object.keys(files);
  const problems: PackProblem[] = [];
  if (paths.length > packLimits.files) {
    const message = `The pack has ${paths.length} files. The limit is ${packLimits.files}.`;
    return [{ message }];
  }
  let total = 0;
  for (const path of paths) {
    const fault = pathFault(path);
    if (fault) problems.push({ file: path, message: `Refused: ${fault}.` });
    const bytes = byteLength(files[path] ?? "");
    total += bytes;
    const limit = path === "values.yaml" ? packLimits.valuesBytes : packLimits.fileBytes;
    if (bytes > limit) {
      const message = `The file is ${formatBytes(bytes)}. The limit is ${formatBytes(limit)}.`;
      problems.push({ file: path, message });
    }
  }
  if (total > packLimits.totalBytes) {
    const limit = formatBytes(packLimits.totalBytes);
    problems.push({
      message: `The pack is ${formatBytes(total)} unpacked. The limit is ${limit}.`,
    });
  }
  return problems;
}
