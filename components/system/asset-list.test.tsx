import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { SessionProvider } from "@/components/access/session";
import { AssetList } from "@/components/system/asset-list";
import { ApiProvider } from "@/components/trpc/provider";
import type { AssetState } from "@/server/domain/assets";
import type { SessionView } from "@/server/domain/tenancy/types";

const session = { administersInstallation: true } as SessionView;
const unreachable = {
  code: "ASSET_DOWNLOAD_UNREACHABLE",
  message: "dl.k8s.io could not be reached.",
  next: "Check the network, then retry.",
} as const;
const asset = (name: AssetState["name"], more: Partial<AssetState>): AssetState => ({
  name,
  version: "1.0.0",
  title: name,
  purpose: "",
  state: "failed",
  since: "2026-01-01T00:00:00.000Z",
  ...more,
});

function markup(assets: AssetState[]): string {
  return renderToStaticMarkup(
    <ApiProvider>
      <SessionProvider session={session}>
        <AssetList assets={assets} />
      </SessionProvider>
    </ApiProvider>,
  );
}

test("programs that failed alike are told once, with one button for all; another failure has its own", () => {
  const other = {
    ...unreachable,
    code: "ASSET_BUILD_FAILED",
    message: "go build failed.",
  } as const;
  const html = markup([
    asset("etcd", { error: unreachable }),
    asset("helm", { error: unreachable }),
    asset("kubectl", { error: other }),
    asset("kwok", { state: "ready" }),
  ]);
  expect(html.match(/role="alert"/g)).toHaveLength(2);
  expect(html).toContain("etcd 1.0.0 and 1 other program: dl.k8s.io could not be reached.");
  expect(html).toContain("Retry all 2");
  expect(html).toContain('aria-label="Retry kubectl 1.0.0"');
});
