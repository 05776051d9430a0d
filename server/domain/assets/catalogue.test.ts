import { expect, test } from "vitest";
import catalogueJson from "@/kubernetes/assets.json";
import { assetCatalogueSchema } from "./catalogue";
import { renderTemplate } from "./platform";

const { assets } = assetCatalogueSchema.parse(catalogueJson);

test("the catalogue holds two minor versions of Kubernetes, etcd first", () => {
  const servers = assets.filter((a) => a.name === "kube-apiserver").map((a) => a.version);
  expect(new Set(servers.map((v) => v.split(".")[1])).size).toBe(2);
  expect(assets[0]?.name).toBe("etcd");
});

test("an asset listed twice is refused", () => {
  expect(assetCatalogueSchema.safeParse({ assets: [assets[0], assets[0]] }).success).toBe(false);
});

test.each(assets.map((a) => [`${a.name} ${a.version}`, a] as const))(
  "%s is complete and consistent",
  (_name, asset) => {
    const vars = { version: asset.version, os: "linux", arch: "amd64" };
    for (const flag of asset.build.ldflags) expect(renderTemplate(flag, vars)).not.toContain("{");
    const minor = asset.version.split(".")[1];
    for (const flag of asset.build.ldflags.filter((f) => f.includes("gitMinor")))
      expect(flag).toMatch(`gitMinor=${minor}`);
    if (asset.build.module.startsWith("kubernetes-"))
      expect(asset.build.module).toBe(`kubernetes-1.${minor}`);
    if (!asset.release) return;
    for (const template of [asset.release.url, asset.release.checksum.url]) {
      const url = new URL(renderTemplate(template, vars));
      expect(url.protocol).toBe("https:"); // the checksum is only as good as the way it came
      expect(url.pathname).toContain(asset.version);
    }
  },
);
