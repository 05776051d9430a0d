import { expect, type Page } from "@playwright/test";
import type { ProfileLayer } from "@/server/domain/profile/types";

/** How fast, on what machine. */
export interface Pace {
  msPerKey: number;
  /** How many times slower the page's processor is made. */
  cpu: number;
}

/** Makes the page's processor slower, as on another machine. */
export async function slowDown(page: Page, cpu: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: cpu });
}

/** The text that the focused editor shows, as a person would copy it. */
export async function shownText(page: Page): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText("nothing was copied"));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("ControlOrMeta+c");
  return page.evaluate(() => navigator.clipboard.readText());
}

/** The layers as the tab keeps them, to the newest letter; null when nothing is unsaved. */
export async function keptLayers(page: Page, versionId: string): Promise<ProfileLayer[] | null> {
  const kept = await page.evaluate((key) => {
    document.dispatchEvent(new Event("visibilitychange"));
    return sessionStorage.getItem(key);
  }, `lamina.draft.${versionId}`);
  return kept === null ? null : (JSON.parse(kept) as { layers: ProfileLayer[] }).layers;
}

/** Undoes by the keyboard until nothing is left. */
export async function undoAll(page: Page): Promise<number> {
  return pressWhile(page, /^Undo/, "ControlOrMeta+z");
}

/** Does everything again that was undone. */
export async function redoAll(page: Page): Promise<number> {
  return pressWhile(page, /^Redo/, "ControlOrMeta+Shift+z");
}

async function pressWhile(page: Page, button: RegExp, keys: string): Promise<number> {
  const act = page.getByLabel(button);
  let steps = 0;
  for (; await act.isEnabled(); steps++) {
    expect(steps, "steps of the history").toBeLessThan(500);
    await page.keyboard.press(keys);
  }
  return steps;
}

/** Composes a text as an input method does, letter by letter, and commits it. */
export async function compose(page: Page, stages: readonly string[], committed: string) {
  const session = await page.context().newCDPSession(page);
  for (const text of stages) {
    const at = text.length;
    await session.send("Input.imeSetComposition", { text, selectionStart: at, selectionEnd: at });
  }
  await session.send("Input.insertText", { text: committed });
}

/** Holds a letter's key down. */
export async function holdKey(page: Page, letter: string, times: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const code = `Key${letter.toUpperCase()}`;
  const event = {
    key: letter,
    code,
    text: letter,
    windowsVirtualKeyCode: letter.toUpperCase().charCodeAt(0),
  };
  for (let time = 0; time < times; time++) {
    await session.send("Input.dispatchKeyEvent", {
      type: "keyDown",
      autoRepeat: time > 0,
      ...event,
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await session.send("Input.dispatchKeyEvent", { type: "keyUp", key: letter, code });
}
