import { expect, test } from "@/playwright/fixtures";
import { expectWellMade } from "@/playwright/fixtures/accessible";
import {
  freshName,
  publishedProfile,
  publishedVersion,
  removeCluster,
} from "@/playwright/fixtures/arrange";
import { clusterState, openTab, operation, untilState } from "@/playwright/steps/cluster";
import type { ProfileLayer } from "@/server/domain/profile/types";

const name = "broken-web";
/** No schema of the pack speaks of it, so only the API server can find out. */
const [good, bad] = ["cpu: 50m", "cpu: plenty"];

test.afterEach(({ api, project }) => removeCluster(api, project, name));

function replaceCpu(from: string, to: string) {
  return (layers: ProfileLayer[]) => {
    const web = layers.find((layer) => layer.name === "sample-web");
    if (web) web.values = web.values.replace(from, to);
  };
}

test("a value that the cluster refuses is named at its step, and a corrected version fixes it", async ({
  page,
  api,
  project,
}) => {
  const profile = await publishedProfile(api, project, {
    name: freshName(name),
    addons: ["priority-classes", "sample-web"],
    change: replaceCpu(good, bad),
  });
  const { clusterId } = await api.cluster.create.mutate({
    projectId: project.id,
    name,
    profileVersionId: profile.versionId,
    pools: [
      { name: "control-plane", role: "control-plane", size: 1 },
      { name: "workers", role: "worker", size: 1 },
    ],
  });
  await page.goto(`/${project.slug}/clusters/${clusterId}/timeline`);
  const timeline = operation(page, `Deploy ${name}`);
  const failed = timeline.getByRole("listitem").filter({ has: page.getByRole("alert") });
  await expect(failed).toContainText("sample-web", { timeout: 90_000 });
  await expect(failed).toContainText(/LAYER_(INSTALL_FAILED|VALUES_INVALID)/);
  await expect(failed).toContainText("quantities must match");
  await expect(failed).toContainText("Needs your attention");
  await expect(clusterState(page)).not.toContainText("Running");

  // What came before it is done and stays done; a reload shows the same.
  await page.reload();
  await expect(
    timeline.getByRole("listitem").filter({ hasText: "priority-classes" }),
  ).toContainText("Succeeded");
  await expect(failed).toContainText("quantities must match");

  // The agent tries its layers by itself, but an attempt of the operation is a person's.
  await timeline.getByRole("button", { name: "Retry" }).click();
  await expect(timeline.getByText(/steps, attempt 2$/)).toBeVisible();

  await openTab(page, "Layers");
  const layer = page.getByRole("list", { name: "Layers" }).getByRole("listitem");
  await expect(layer.filter({ hasText: "sample-web" })).toContainText("Error");

  await openTab(page, "Timeline");
  await failed.getByRole("button", { name: "Update" }).click();
  const dialog = page.getByRole("dialog", { name: `Update ${name}` });
  await expect(dialog).toContainText(`No other version of ${profile.name} is published`);
  // The open dialog hears of what is published meanwhile.
  await publishedVersion(api, profile.versionId, "1.1.0", replaceCpu(bad, good));
  await expect(dialog.getByRole("radio", { name: /^1\.1\.0/ })).toBeChecked();
  await expect(dialog.getByRole("region", { name: "What happens" })).toContainText(
    "Reconfigures sample-web",
  );
  await expect(dialog.getByRole("list", { name: "Changed layers" })).toContainText("plenty");
  await expectWellMade(page);
  const begun = performance.now();
  await dialog.getByRole("button", { name: "Update to 1.1.0" }).click();
  await untilState(page, "Running", begun);
  await expect(operation(page, `Update to ${profile.name} 1.1.0`)).toContainText("Succeeded");
  await expect(timeline).toContainText("Superseded");
  await openTab(page, "Layers");
  await expect(layer.filter({ hasText: "sample-web" })).toContainText("Ready");

  // The open list hears of a newer version, and leads to it.
  await page.goto(`/${project.slug}/clusters`);
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText(`${profile.name} 1.1.0`);
  await expect(row).not.toContainText("available");
  await publishedVersion(api, profile.versionId, "1.2.0", replaceCpu(bad, good));
  await expectWellMade(page);
  await row.getByRole("link", { name: "1.2.0 available" }).click();
  await expect(page.getByRole("dialog").getByRole("radio", { name: /^1\.2\.0/ })).toBeChecked();
});
