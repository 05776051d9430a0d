import { type ArrangedProfile, draftProfile, freshName } from "@/playwright/fixtures/arrange";
import { expect, test } from "@/playwright/fixtures";
import { editorLines, openLayer, saveDraft } from "@/playwright/steps/builder";
import type { Page } from "@playwright/test";

const comment = "# spectrocloud.com/enabled-presets: Exposure:internal,Replicas:one";
const replicas = (page: Page, name: string) =>
  page.getByRole("radiogroup", { name: "Replicas" }).getByRole("radio", { name });

let draft: ArrangedProfile;

test("deleting the comment of values from elsewhere loses no preset", async ({
  page,
  api,
  project,
}) => {
  draft = await draftProfile(api, project, {
    name: freshName("presets"),
    addons: ["sample-web"],
    change(layers) {
      const web = layers.find((layer) => layer.name === "sample-web");
      if (!web) return;
      web.values = `${comment}\n${web.values.replace("replicas: 2", "replicas: 1")}`;
      delete web.presets;
    },
  });
  await openLayer(page, draft);
  await expect(replicas(page, "One replica")).toBeChecked();

  await replicas(page, "Two replicas").click();
  await expect(editorLines(page)).toContainText("Replicas:two");
  await replicas(page, "One replica").click();
  await expect(editorLines(page)).toContainText("Replicas:one");

  await editorLines(page).click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Delete");
  await expect(editorLines(page)).not.toContainText("enabled-presets");
  await expect(replicas(page, "One replica")).toBeChecked();
  await saveDraft(page);
  await page.reload();
  await expect(replicas(page, "One replica")).toBeChecked();
  await expect(editorLines(page)).not.toContainText("enabled-presets");
});

test("a new layer's text names no other vendor, and its presets are on", async ({
  page,
  api,
  project,
}) => {
  draft = await draftProfile(api, project, { name: freshName("presets"), addons: ["sample-web"] });
  await openLayer(page, draft);
  await expect(replicas(page, "Two replicas")).toBeChecked();
  await expect(editorLines(page)).toContainText("replicas: 2");
  await expect(editorLines(page)).not.toContainText("spectro");
});
