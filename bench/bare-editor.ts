import type { BrowserContext, Page } from "@playwright/test";

/** A page with nothing but Monaco and the same text: what typing costs without us. */
export async function openBareEditor(
  context: BrowserContext,
  input: { url: string; monaco: string; text: string },
): Promise<Page> {
  const page = await context.newPage();
  const address = `${input.url}/bare-editor`;
  const html = `<!doctype html><body><div id="host" style="width: 800px; height: 600px"></div>
<script type="module">
  import * as monaco from ${JSON.stringify(input.monaco)};
  globalThis.MonacoEnvironment = { getWorker: () => new Worker("data:text/javascript,") };
  const options = { language: "yaml", automaticLayout: true, minimap: { enabled: false } };
  const value = ${JSON.stringify(input.text)};
  monaco.editor.create(document.getElementById("host"), { ...options, value }).focus();
</script>`;
  await page.route(address, (route) => route.fulfill({ contentType: "text/html", body: html }));
  await page.goto(address);
  await page.locator(".monaco-editor .view-line").first().waitFor();
  return page;
}
