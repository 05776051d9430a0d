import { randomBytes } from "node:crypto";
import { chmod, copyFile, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";

const TEMP = /^\..+\.tmp$/;

/** A name beside the final file that nobody takes for an asset. */
export function tempPath(dir: string, name: string): string {
  return path.join(dir, `.${name}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`);
}

/** Removes what killed attempts left behind. Call it only while holding the asset's lock. */
export async function sweepTemp(dir: string): Promise<void> {
  const names = await readdir(dir).catch(() => []);
  await Promise.all(
    names
      .filter((name) => TEMP.test(name))
      .map((name) => rm(path.join(dir, name), { recursive: true, force: true })),
  );
}

/** Makes a finished file executable and moves it into place in one step: readers see all of it or nothing. */
export async function publish(temp: string, target: string): Promise<void> {
  await chmod(temp, 0o755);
  const handle = await open(temp, "r");
  try {
    await handle.sync(); // a power cut after the rename must not leave an empty program
  } finally {
    await handle.close();
  }
  await rename(temp, target);
}

/** Copies a YAML file, or the YAML files of a folder, to `target`. Go's module cache is read-only, so modes are reset. */
export async function copyYaml(source: string, target: string): Promise<void> {
  const temp = tempPath(path.dirname(target), path.basename(target));
  if ((await stat(source)).isDirectory()) {
    await mkdir(temp, { recursive: true });
    const names = (await readdir(source)).filter((name) => name.endsWith(".yaml"));
    for (const name of names) await copyPlain(path.join(source, name), path.join(temp, name));
    await rm(target, { recursive: true, force: true });
  } else {
    await copyPlain(source, temp);
  }
  await rename(temp, target);
}

async function copyPlain(source: string, target: string): Promise<void> {
  await copyFile(source, target);
  await chmod(target, 0o644);
}
