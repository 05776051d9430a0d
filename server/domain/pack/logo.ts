import { toBase64, toBytes, toText } from "./bytes";
import { packLimits } from "./limits";
import type { PackFiles, PackProblem } from "./types";

const names = ["logo.svg", "logo.png", "logo.webp", "logo.jpg", "logo.jpeg"];

/** The logo as a data URL for an `<img>` (where an SVG runs no script); its type is sniffed, not believed. */
export function readLogo(files: PackFiles): { logo: string | null; warning?: PackProblem } {
  const file = names.find((name) => Object.hasOwn(files, name));
  const bytes = toBytes(files[file ?? ""] ?? "");
  if (!file || bytes.length === 0) return { logo: null };
  if (bytes.length > packLimits.logoBytes) {
    return {
      logo: null,
      warning: { file, message: "The logo is larger than 512 KiB and was left out." },
    };
  }
  const type = sniff(bytes);
  if (!type)
    return {
      logo: null,
      warning: { file, message: "The logo is not a supported image and was left out." },
    };
  return { logo: `data:${type};base64,${toBase64(bytes)}` };
}

function sniff(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  if (head.startsWith("\x89PNG")) return "image/png";
  if (head.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (head.startsWith("RIFF") && head.slice(8) === "WEBP") return "image/webp";
  const text = toText(bytes.subarray(0, 1024).slice()) ?? toText(bytes);
  return text?.includes("<svg") ? "image/svg+xml" : undefined;
}
