import { expect, type Locator, type Page } from "@playwright/test";
import type { ArrangedProfile } from "@/playwright/fixtures/arrange";

/** Opens the builder at the values of sample-web. */
export async function openLayer(page: Page, draft: ArrangedProfile): Promise<void> {
  await page.goto(draft.path);
  await sheet(page, "sample-web").click();
  await expect(editor(page, "sample-web")).toBeAttached();
}

/** Saves by the button and waits until it is said. */
export async function saveDraft(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
}

/** Chooses a pack in the open picker: by the search, as people do. */
export async function pickPack(page: Page, search: string, button: RegExp): Promise<void> {
  const picker = page.getByRole("dialog");
  await picker.getByLabel("Search packs").fill(search);
  await picker.getByRole("button", { name: button }).click();
  await expect(picker).toBeHidden();
}

/** Fills a place of the stack, e.g. "Choose a network plugin", with a pack. */
export async function fillPlace(page: Page, place: string, search: string, pack: RegExp) {
  await stack(page).getByRole("button", { name: place, exact: true }).click();
  await pickPack(page, search, new RegExp(`^Add ${pack.source}`));
}

/** The drawn stack. */
export function stack(page: Page): Locator {
  return page.getByRole("region", { name: "Layer stack" });
}

/** The sheet of one layer; its name tells everything it shows. */
export function sheet(page: Page, layer: string): Locator {
  return stack(page).getByRole("button", { name: new RegExp(`^${layer}, `) });
}

/** The names of the add-ons from top to bottom. */
export async function addonOrder(page: Page): Promise<string[]> {
  const sheets = stack(page).getByRole("button", { name: /, Add-on, / });
  const names = await sheets.evaluateAll((all) => all.map((one) => one.ariaLabel ?? ""));
  return names.map((name) => name.split(",")[0] ?? "");
}

/** The editor of a layer's values, once it is loaded. */
export function editor(page: Page, layer: string): Locator {
  return page.getByRole("textbox", { name: `Values of ${layer}` });
}

/** The lines that the editor shows. */
export function editorLines(page: Page): Locator {
  return page.locator(".monaco-editor .view-lines");
}

/** Puts lines below the first one, where they are seen; the editor completes nothing of them. */
export async function insertLines(page: Page, layer: string, text: string): Promise<void> {
  await editor(page, layer).focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("End");
  await page.keyboard.insertText(`\n${text}`);
}

/** Drags a sheet by mouse onto the place of another. */
export async function dragOver(page: Page, layer: string, onto: string): Promise<void> {
  const target = await sheet(page, onto).boundingBox();
  if (!target) throw new Error(`The sheet of ${onto} is not shown.`);
  await sheet(page, layer).hover();
  await page.mouse.down();
  // A first small way lifts it; a hand moves on from there, too.
  await page.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 10 });
  await page.mouse.up();
}
