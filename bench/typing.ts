import type { Page } from "@playwright/test";
import { percentile } from "./statistics";

/** Milliseconds from each key to the frame that shows it, and what blocked the page meanwhile. */
export interface TypingTimes {
  p50: number;
  p95: number;
  max: number;
  /** Tasks of more than 50 ms. */
  longTasks: number[];
}

interface Record {
  keys: number[];
  longTasks: number[];
}
declare global {
  interface Window {
    benchTyping?: Record;
  }
}

/** Notes on the page when a key was pressed, when the frame after it was drawn, and long tasks. */
async function record(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted: Record = { keys: [], longTasks: [] };
    window.benchTyping = noted;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) noted.longTasks.push(duration);
    }).observe({ type: "longtask" });
    // Only unnamed functions: the runner gives named ones a helper that the page does not have.
    for (const type of ["keydown", "bench-act"]) {
      addEventListener(
        type,
        ({ timeStamp }) =>
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.addEventListener("message", () => noted.keys.push(performance.now() - timeStamp));
            port1.start();
            port2.postMessage(null);
          }),
        { capture: true },
      );
    }
  });
}

async function recorded(page: Page): Promise<TypingTimes> {
  const noted = await page.evaluate(() => window.benchTyping);
  const { keys, longTasks } = noted ?? { keys: [], longTasks: [] };
  return {
    p50: percentile(keys, 0.5),
    p95: percentile(keys, 0.95),
    max: percentile(keys, 1),
    longTasks,
  };
}

/** Types a comment into the focused editor, behind its first line. */
export async function measureTyping(page: Page, msPerKey: number): Promise<TypingTimes> {
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await record(page);
  const text = "# w abcdefghijklmnopqrstuvwxyz 0123456789 and once more abcdefghijklmnopqrstuvwxyz";
  await page.keyboard.type(text, { delay: msPerKey });
  await page.waitForTimeout(1000); // what follows a pause belongs to it
  return recorded(page);
}

/** Presses by code what is given, several times, each time until its frame. */
export async function measureClicks(page: Page, labels: readonly string[]): Promise<TypingTimes> {
  await record(page);
  for (const label of labels) {
    await page
      .getByRole("radio", { name: label })
      .first()
      .evaluate((radio: HTMLElement) => {
        dispatchEvent(new Event("bench-act"));
        radio.click();
      });
    await page.waitForTimeout(1200);
  }
  return recorded(page);
}
