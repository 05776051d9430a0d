import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { Parser, type ReadEntry } from "tar";
import { assetFailure, type AssetSpec } from "@/server/domain/assets";
import { messageOf } from "@/server/domain/errors/app-error";

/** Takes one file out of a .tar.gz. Nothing else of the archive reaches the disk, so no entry can escape. */
export async function extractMember(
  spec: AssetSpec,
  archive: string,
  member: string,
  target: string,
): Promise<void> {
  const writes: Promise<void>[] = [];
  const parser = new Parser({
    strict: true,
    onReadEntry(entry: ReadEntry) {
      if (entry.type === "File" && entry.path === member && writes.length === 0) {
        const write = pipeline(entry, createWriteStream(target, { flags: "wx" }));
        write.catch(() => undefined); // reported below; without this a broken archive would be an unhandled rejection
        writes.push(write);
      } else {
        entry.resume();
      }
    },
  });
  try {
    await pipeline(createReadStream(archive), parser);
    await Promise.all(writes);
  } catch (error) {
    await rm(target, { force: true });
    throw assetFailure(
      "ASSET_ARCHIVE_BROKEN",
      spec,
      `the archive cannot be read (${messageOf(error)}).`,
      { cause: error },
    );
  }
  if (writes.length === 0) {
    throw assetFailure("ASSET_ARCHIVE_BROKEN", spec, `the archive holds no ${member}.`);
  }
}
