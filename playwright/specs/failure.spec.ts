import { expect, test } from "@/playwright/fixtures";
import { freshName, publishedProfile, removeCluster } from "@/playwright/fixtures/arrange";
import { clusterState, openTab, operation } from "@/playwright/steps/cluster";

const name = "broken-web";

test.afterEach(({ api, project }) => removeCluster(api, project, name));

test("a value that the cluster refuses is named at its step, with what to do", async ({
  page,
  api,
  project,
}) => {
  const profile = await publishedProfile(api, project, {
    name: freshName(name),
    addons: ["priority-classes", "sample-web"],
    change(layers) {
      const web = layers.find((layer) => layer.name === "sample-web");
      // No schema of the pack speaks of it, so only the API server can find out.
      if (web) web.values = web.values.replace("cpu: 50m", "cpu: plenty");
    },
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
  await expect(failed).toContainText("Needs you");
  await expect(clusterState(page)).not.toContainText("Running");

  // What came before it is done and stays done; a reload shows the same.
  await page.reload();
  await expect(
    timeline.getByRole("listitem").filter({ hasText: "priority-classes" }),
  ).toContainText("Succeeded");
  await expect(failed).toContainText("quantities must match");

  await timeline.getByRole("button", { name: "Retry" }).click();
  await expect(page.getByText("Trying again now")).toBeVisible();
  await expect(failed).toContainText(/attempt \d/);

  await openTab(page, "Layers");
  const layer = page.getByRole("list", { name: "Layers" }).getByRole("listitem");
  await expect(layer.filter({ hasText: "sample-web" })).toContainText("Error");
});
