import { type ArrangedProfile, draftProfile, freshName } from "@/playwright/fixtures/arrange";
import { expect, test } from "@/playwright/fixtures";
import { openLayer, saveDraft, sheet } from "@/playwright/steps/builder";
import {
  compose,
  holdKey,
  keptLayers,
  type Pace,
  redoAll,
  shownText,
  slowDown,
  undoAll,
} from "@/playwright/steps/typing";
import { togglePreset } from "@/server/domain/profile/presets";
import type { Page } from "@playwright/test";

/** The whole matrix takes minutes; a run of the suite takes what differs most. */
const isLong = process.env.LAMINA_LONG === "1";
const manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: typed\n";

let draft: ArrangedProfile;
test.beforeEach(async ({ api, project, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  draft = await draftProfile(api, project, {
    name: freshName("typing"),
    addons: ["sample-web"],
    change(layers) {
      const web = layers.find((layer) => layer.name === "sample-web");
      if (!web) return;
      // Behind a comment the editor does not indent what the tests type there.
      web.values = `# The values of a test\n${web.values}`;
      web.manifests.push(
        { name: "first", content: "# first\n" },
        { name: "typed", content: manifest },
      );
    },
  });
});

/** Two hundred keys: letters, line ends, and keys whose block the editor indents by itself. */
const keys =
  "# w abcdefghijklmnopqrstuvwxyz 0123456789 and once more abcdefghijklmnopqrstuvwxyz 0123456789\n" +
  "typed:\ndeep:\nvalue: one two three\nother: [1, 2]\nagain: 0123456789 abcdefghijklmnopqrstuvwxyz zyxwvut";
const typed = keys
  .replace("\ndeep:", "\n  deep:")
  .replace("\nvalue:", "\n    value:")
  .replace("\nother:", "\n    other:")
  .replace("\nagain:", "\n    again:");

const paces: Pace[] = isLong
  ? [0, 30, 200].flatMap((msPerKey) => [1, 4].map((cpu) => ({ msPerKey, cpu })))
  : [
      { msPerKey: 0, cpu: 1 },
      { msPerKey: 0, cpu: 4 },
      { msPerKey: 30, cpu: 4 },
    ];

for (const pace of paces) {
  test(`200 keys at ${pace.msPerKey} ms, processor ÷ ${pace.cpu}: the text is exact, back and forth`, async ({
    page,
  }) => {
    test.setTimeout(240_000);
    await openLayer(page, draft);
    const before = await valuesOf(page);
    await slowDown(page, pace.cpu);
    await toSecondLine(page);
    await page.keyboard.type(keys, { delay: pace.msPerKey });
    await expectBackAndForth(page, "values", before, insertSecond(before, typed));
  });
}

test("a manifest's editor: 200 keys, its own undo history, and the neighbour's text is not touched", async ({
  page,
}) => {
  await openManifest(page);
  await slowDown(page, 4);
  await toSecondLine(page);
  await page.keyboard.type(keys, { delay: isLong ? 30 : 0 });
  const after = insertSecond(manifest, typed);
  await expectBackAndForth(page, "typed", manifest, after);
  await choose(page, "first");
  await page.getByRole("button", { name: "Remove first" }).click();
  await page.getByRole("textbox", { name: "Manifest typed of sample-web" }).focus();
  expect(await shownText(page)).toBe(after);
  await page.keyboard.press("ControlOrMeta+z");
  await page.getByRole("textbox", { name: "Manifest first of sample-web" }).focus();
  expect(await shownText(page)).toBe("# first\n");
  await choose(page, "typed");
  await saveDraft(page);
  await page.reload();
  await openManifest(page);
  expect(await shownText(page)).toBe(after);
});

test("a paste of 300 kB, composed letters and a held key arrive exactly", async ({ page }) => {
  await openLayer(page, draft);
  const before = await valuesOf(page);
  await slowDown(page, 4);
  await toSecondLine(page);
  const pasted = Array.from(
    { length: 7500 },
    (_, i) => `# pasted line ${i} of the long text ${"x".repeat(4)}\n`,
  ).join("");
  expect(pasted.length).toBeGreaterThan(300_000);
  await page.evaluate((text) => navigator.clipboard.writeText(text), pasted);
  await page.keyboard.press("ControlOrMeta+v");
  await page.keyboard.type("# 名前 ");
  await compose(page, ["k", "か", "かn", "かん", "漢", "漢字"], "漢字");
  await page.keyboard.type(" and ");
  await holdKey(page, "a", 60);
  const after = insertSecond(before, `${pasted}# 名前 漢字 and ${"a".repeat(60)}`);
  await expectBackAndForth(page, "values", before, after);
});

test("a preset toggled between two keys changes its own keys and nothing that is typed", async ({
  page,
  api,
  project,
}) => {
  await openLayer(page, draft);
  const before = await valuesOf(page);
  await slowDown(page, 4);
  await toSecondLine(page);
  const comment = keys.slice(0, 90);
  const typing = page.keyboard.type(comment, { delay: 30 });
  const one = page.getByRole("radio", { name: "One replica" });
  // By code: a press by mouse would take the focus out of the editor.
  await one.evaluate((radio: HTMLElement) => radio.click());
  await typing;
  const { layers } = await api.profile.version.query({ versionId: draft.versionId });
  const web = layers.find((layer) => layer.name === "sample-web");
  if (!web) throw new Error("The draft has no sample-web.");
  const pack = await api.pack.get.query({ projectId: project.id, digest: web.pack.digest });
  const { values } = togglePreset(pack, web, "one", true, "Replicas");
  const after = insertSecond(values, comment);
  await expectBackAndForth(page, "values", before, after);
});

test("a draft saved elsewhere while one types leaves the text alone, and says so", async ({
  page,
  api,
}) => {
  await openLayer(page, draft);
  const before = await valuesOf(page);
  await slowDown(page, 4);
  await toSecondLine(page);
  const comment = keys.slice(0, 90);
  const typing = page.keyboard.type(comment, { delay: 30 });
  const { versionId } = draft;
  const { layers, revision } = await api.profile.version.query({ versionId });
  const theirs = layers.map((layer) =>
    layer.name === "sample-web" ? { ...layer, values: "# theirs\n" } : layer,
  );
  await api.profile.saveDraft.mutate({ versionId, revision, layers: theirs });
  await typing;
  await expect(
    page.getByText("This draft was changed elsewhere since you opened it"),
  ).toBeVisible();
  await expectBackAndForth(page, "values", before, insertSecond(before, comment));
  await page.getByRole("button", { name: "Resolve…" }).click();
  await page.getByRole("button", { name: "Keep my changes" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  const saved = await api.profile.version.query({ versionId });
  expect(saved.layers.find((layer) => layer.name === "sample-web")?.values).toBe(
    insertSecond(before, comment),
  );
});

test("saving and leaving take the letters that were typed last", async ({ page, api }) => {
  await openLayer(page, draft);
  const before = await valuesOf(page);
  await toSecondLine(page);
  await page.keyboard.type("# the last word");
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  const { layers } = await api.profile.version.query({ versionId: draft.versionId });
  expect(layers.find((layer) => layer.name === "sample-web")?.values).toBe(
    insertSecond(before, "# the last word"),
  );
  page.on("dialog", (question) => question.accept());
  await page.keyboard.type(" but one");
  await page.reload();
  await expect(page.getByText(/^Unsaved changes restored/)).toBeVisible();
  expect((await kept(page, "values"))?.includes("# the last word but one\n")).toBe(true);
});

test("what is wrong is marked at its line after a pause, and goes with an undo", async ({
  page,
}) => {
  await openLayer(page, draft);
  await page.getByRole("textbox", { name: "Values of sample-web" }).focus();
  await toSecondLine(page);
  await page.keyboard.type("pack: {namespace");
  const marks = page.locator(".monaco-editor .squiggly-error");
  await expect(marks.first()).toBeVisible();
  await expect(sheet(page, "sample-web")).toHaveAccessibleName(/\d errors?/);
  await undoAll(page);
  await expect(marks).toHaveCount(0);
  await expect(sheet(page, "sample-web")).not.toHaveAccessibleName(/error/);
});

/** The text is exactly that; undone it is the one before, done again it is exactly that again. */
async function expectBackAndForth(page: Page, text: string, before: string, after: string) {
  const expectText = async (wanted: string) => {
    expect(await shownText(page)).toBe(wanted);
    expect((await kept(page, text)) ?? before).toBe(wanted);
  };
  await expectText(after);
  // The history is the same at any speed, and walking it takes long on a slow machine.
  await slowDown(page, 1);
  const steps = await undoAll(page);
  await expectText(before);
  expect(await redoAll(page)).toBe(steps);
  await expectText(after);
}

/** A text of the layer as the tab keeps it. */
async function kept(page: Page, text: string): Promise<string | undefined> {
  const layers = await keptLayers(page, draft.versionId);
  const web = layers?.find((layer) => layer.name === "sample-web");
  if (text === "values") return web?.values;
  return web?.manifests.find(({ name }) => name === text)?.content;
}

async function valuesOf(page: Page): Promise<string> {
  await page.getByRole("textbox", { name: "Values of sample-web" }).focus();
  return shownText(page);
}

async function openManifest(page: Page): Promise<void> {
  await openLayer(page, draft);
  await page.getByRole("tab", { name: /Manifests/ }).click();
  await choose(page, "typed");
  await page.getByRole("textbox", { name: "Manifest typed of sample-web" }).focus();
}

async function choose(page: Page, manifest: string): Promise<void> {
  await page.getByRole("combobox", { name: "Manifest" }).click();
  await page.getByRole("option", { name: manifest }).click();
}

/** Opens a line of its own behind the first. */
async function toSecondLine(page: Page): Promise<void> {
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
}

function insertSecond(before: string, line: string): string {
  const end = before.indexOf("\n");
  return `${before.slice(0, end)}\n${line}${before.slice(end)}`;
}
