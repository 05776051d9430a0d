import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import type { BrowserContext, Page } from "@playwright/test";
import { textTable } from "@/scripts/demo-text";
import { createTestConsole, testLogin } from "@/scripts/testing/test-console";
import { openBareEditor } from "./bare-editor";
import {
  clickSheet,
  launchBrowser,
  measureBuilder,
  signedInContext,
  type Target,
} from "./builder-page";
import { type LargeDraft, makeLargeDraft } from "./large-draft";
import { type Script, watchScripts } from "./page-weight";
import { measureClicks, measureTyping, type TypingTimes } from "./typing";

const goals = { keyMs: 50, presetMs: 50, scriptsKB: 700, stackMs: 1500, editorMs: 3000 };
const rounds = Number(process.env.LAMINA_BENCH_ROUNDS) || 5;

interface Opened {
  page: Page;
  scripts: ReturnType<typeof watchScripts>;
}

/** One row of the table of typing. */
interface Typed {
  what: string;
  times: TypingTimes;
}

/** The builder in a tab of its own, with the focus in the values of a layer and nothing left to do. */
async function openLayer(context: BrowserContext, address: string, layer: string): Promise<Opened> {
  const page = await context.newPage();
  const scripts = watchScripts(page);
  await page.goto(address);
  await clickSheet(page, new RegExp(`^${layer}, `));
  const editor = page.getByRole("textbox", { name: `Values of ${layer}` });
  await editor.waitFor({ state: "attached", timeout: 60_000 });
  await page.waitForTimeout(3000);
  await editor.focus();
  return { page, scripts };
}

/** Typing in the builder beside typing in nothing but Monaco, in the same run; then presets and scripts. */
async function measureDraft(target: Target, draft: LargeDraft) {
  const browser = await launchBrowser();
  const address = `${target.url}${draft.path}`;
  const typed: Typed[] = [];
  try {
    const context = await signedInContext(browser, target);
    const first = await openLayer(context, address, draft.typed);
    const { own, monaco } = await first.scripts();
    const path = await first.page.evaluate(() => {
      const all = performance.getEntriesByType("resource").map((entry) => entry.name);
      return all.find((name) => /\/monaco\.[^/]*\.js/.test(name)) ?? "";
    });
    await first.page.close();
    const text = "# a comment\nkey: value\n".repeat(100);
    for (const msPerKey of [30, 50, 200]) {
      const bare = await openBareEditor(context, { url: target.url, monaco: path, text });
      typed.push({
        what: `Monaco alone, ${msPerKey} ms`,
        times: await measureTyping(bare, msPerKey),
      });
      await bare.close();
      const { page } = await openLayer(context, address, draft.typed);
      typed.push({ what: `Builder, ${msPerKey} ms`, times: await measureTyping(page, msPerKey) });
      await page.close();
    }
    const { page } = await openLayer(context, address, draft.long);
    const choices = ["One replica", "By load", "Two replicas", "One replica", "By load"];
    const presets = await measureClicks(page, choices);
    await context.close();
    return { typed, presets, own, monaco };
  } finally {
    await browser.close();
  }
}

function report(r: {
  typed: Typed[];
  presets: TypingTimes;
  own: Script[];
  monaco: Script[];
  page: { stackMs: number; editorMs: number };
}): string {
  const load = readFileSync("/proc/loadavg", "utf8").split(" ").slice(0, 3).join(" ");
  const machine = `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const ms = (value: number) => value.toFixed(0);
  const table = textTable(
    ["KEY TO FRAME (ms)", "P50", "P95", "MAX", "TASKS > 50 MS"],
    r.typed.map(({ what, times }) => [
      what,
      ms(times.p50),
      ms(times.p95),
      ms(times.max),
      times.longTasks.map(ms).join(" ") || "none",
    ]),
  );
  const ratio = (at: number) =>
    ((r.typed[at + 1]?.times.p95 ?? 0) / (r.typed[at]?.times.p95 ?? 1)).toFixed(2);
  const kilobytes = (scripts: Script[]) =>
    (scripts.reduce((sum, { bytes }) => sum + bytes, 0) / 1000).toFixed(0);
  return [
    `Measured ${new Date().toISOString().slice(0, 10)} on ${machine}; load of the machine at the end: ${load}`,
    "",
    table,
    "",
    `Builder with 30 layers; goal: P95 of ${goals.keyMs} ms or less. P95 against Monaco alone: ${ratio(0)} at 30 ms, ${ratio(2)} at 50 ms, ${ratio(4)} at 200 ms`,
    `A preset in values of 6,000 lines: P50 ${ms(r.presets.p50)} ms, longest ${ms(r.presets.max)} ms (goal ${goals.presetMs} or less); tasks over 50 ms: ${r.presets.longTasks.map(ms).join(" ") || "none"}`,
    `Scripts without Monaco and its worker: ${kilobytes(r.own)} kB compressed in ${r.own.length} files (goal ${goals.scriptsKB} or less); Monaco ${kilobytes(r.monaco)} kB`,
    `Stack usable after ${ms(r.page.stackMs)} ms (goal ${goals.stackMs} or less), editor after ${ms(r.page.editorMs)} ms (goal ${goals.editorMs} or less); cold cache, median of ${rounds}`,
    "",
  ].join("\n");
}

async function main(): Promise<void> {
  const lamina = await createTestConsole({ LAMINA_LOG_LEVEL: "warn" });
  const running = await lamina.start();
  try {
    const api = await lamina.signIn();
    const target = { url: lamina.url, login: testLogin };
    const page = await measureBuilder({ ...target, api, rounds });
    const measured = await measureDraft(target, await makeLargeDraft(api));
    const text = report({ ...measured, page });
    mkdirSync("bench/results", { recursive: true });
    writeFileSync("bench/results/builder.md", `# Builder\n\n\`\`\`\n${text}\`\`\`\n`);
    console.log(`\n${text}`);
  } finally {
    await running.stop();
    lamina.destroy();
  }
}

await main();
