import { WebSocket } from "ws";
import { expect, signIn, signOut, test } from "@/playwright/fixtures";
import {
  draftProfile,
  freshName,
  publishedProfile,
  runningCluster,
  type ArrangedProfile,
} from "@/playwright/fixtures/arrange";
import { admin, consoleUrl } from "@/playwright/fixtures/console";
import { pretendMemory } from "@/playwright/fixtures/pretend-memory";
import { editorLines, insertLines, openLayer, saveDraft } from "@/playwright/steps/builder";
import { newId } from "@/server/domain/ids/ids";

// Refusals are what this file is about.
test.use({ refusals: true });

test("a taken name and a version that is none are said at their fields", async ({
  page,
  api,
  project,
}) => {
  const { name } = await draftProfile(api, project, { name: freshName("taken") });
  await page.goto(`/${project.slug}/profiles?new=empty`);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await expect(dialog.getByLabel("Name")).toHaveAccessibleDescription(
    new RegExp(`A profile named ${name} already exists`),
  );
  await dialog.getByLabel("Version").fill("1.0");
  await expect(dialog.getByLabel("Version")).toHaveAccessibleDescription(/write 1\.0\.0/);
  await dialog.getByRole("button", { name: "Create profile" }).click();
  await expect(dialog).toBeVisible();
});

test("a cluster name must be a DNS label that nobody has", async ({ page, api, project }) => {
  const cluster = await runningCluster(api, project);
  const { versionId } = await publishedProfile(api, project, { name: freshName("name-check") });
  await page.goto(`/${project.slug}/clusters/new?profileVersion=${versionId}&step=pools`);
  const name = page.getByLabel("Cluster name");
  const next = page.getByRole("button", { name: "Next" });
  await name.fill("Web_1");
  await expect(name).toHaveAccessibleDescription(/lowercase letters, digits and hyphens/i);
  await next.click();
  await expect(name).toBeVisible();
  await name.fill(cluster.name);
  await expect(name).toHaveAccessibleDescription(/already in use in this project/);
  await expect(next).toBeDisabled();
});

test("two control-plane nodes are refused with the reason, and nothing is made", async ({
  api,
  project,
}) => {
  const { versionId } = await publishedProfile(api, project, { name: freshName("even") });
  const create = api.cluster.create.mutate({
    projectId: project.id,
    name: "even-members",
    profileVersionId: versionId,
    pools: [{ name: "control-plane", role: "control-plane", size: 2 }],
  });
  await expect(create).rejects.toThrow(/1 or 3 nodes, not 2/);
  const clusters = await api.cluster.list.query({ projectId: project.id });
  expect(clusters.map((cluster) => cluster.name)).not.toContain("even-members");
});

test("more than the machine holds is said with numbers before the deploy", async ({
  page,
  api,
  project,
}) => {
  const { versionId } = await publishedProfile(api, project, { name: freshName("too-large") });
  await pretendMemory(page, { totalMiB: 2048, freeMiB: 1100 });
  await page.goto(`/${project.slug}/clusters/new?profileVersion=${versionId}&step=pools`);
  await expect(page.getByText(/Needs about \d+ MiB/)).toBeVisible();
  await page.getByRole("spinbutton", { name: "Nodes" }).fill("500");
  await page.keyboard.press("Tab");
  const note = page.getByText(/it needs about 1\.9 GiB of memory; 844 MiB of 2\.0 GiB free/);
  await expect(note).toBeVisible();
  await page.getByRole("button", { name: "Next" }).click();
  await expect(note).toBeVisible();
  await expect(page.getByRole("button", { name: "Deploy", exact: true })).toBeDisabled();
});

test("what Kubernetes would refuse of a node is said at the label and at the taint", async ({
  page,
  api,
  project,
}) => {
  const { versionId } = await publishedProfile(api, project, { name: freshName("taints") });
  await page.goto(`/${project.slug}/clusters/new?profileVersion=${versionId}&step=pools`);
  const labels = page.getByLabel("Labels");
  await labels.fill("a..b/tier=web");
  await labels.press("Enter");
  await expect(labels).toHaveAccessibleDescription(/"a\.\.b" before the \/ is not a domain/);
  await labels.fill("");
  const key = (n: number) => page.getByLabel(`Key of taint ${n}`);
  const effect = page.getByLabel("Effect of taint 2");
  for (const n of [1, 2]) {
    await page.getByRole("button", { name: "Add a taint" }).click();
    await key(n).fill("example.org/gpu");
  }
  const twice = /Another taint has the key example\.org\/gpu and the effect NoSchedule/;
  await expect(key(2)).toHaveAccessibleDescription(twice);
  await page.getByRole("button", { name: "Next" }).click();
  await expect(key(2)).toBeFocused();
  await effect.click();
  await page.getByRole("option", { name: "NoExecute" }).click();
  await expect(key(2)).not.toHaveAccessibleDescription(twice);
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByRole("button", { name: "Deploy", exact: true })).toBeVisible();
});

test.describe("a draft being edited", () => {
  let draft: ArrangedProfile;
  test.beforeEach(async ({ api, project }) => {
    draft = await draftProfile(api, project, { name: freshName("edited"), addons: ["sample-web"] });
  });

  test("a second tab with stale data asks whose text goes on", async ({ page, context }) => {
    const second = await context.newPage();
    for (const tab of [page, second]) await openLayer(tab, draft);
    await insertLines(page, "sample-web", "# from the first tab");
    await insertLines(second, "sample-web", "# from the second tab");
    await saveDraft(page);

    await second.bringToFront();
    await expect(
      second.getByText("This draft was changed elsewhere since you opened it"),
    ).toBeVisible();
    await second.keyboard.press("ControlOrMeta+s");
    const dialog = second.getByRole("dialog", { name: "This draft was changed elsewhere" });
    await expect(dialog).toBeVisible();
    await dialog.getByRole("button", { name: "Compare" }).click();
    await expect(dialog.getByText("Changes from theirs to yours")).toBeVisible();
    await dialog.getByRole("button", { name: "Keep my changes" }).click();
    await expect(dialog).toBeHidden();
    await expect(second.getByText("Saved", { exact: true })).toBeVisible();
    await expect(editorLines(second)).toContainText("# from the second tab");
    await expect(editorLines(page)).toContainText("# from the second tab");
  });

  test("leaving unsaved work asks first", async ({ page }) => {
    await openLayer(page, draft);
    await insertLines(page, "sample-web", "# not saved yet");
    await expect(page.getByText("Unsaved changes")).toBeVisible();
    const clusters = page.getByRole("link", { name: "Clusters" });
    await clusters.click();
    const dialog = page.getByRole("dialog", { name: "Leave without saving?" });
    await dialog.getByRole("button", { name: "Stay" }).click();
    await expect(editorLines(page)).toContainText("# not saved yet");
    await clusters.click();
    await dialog.getByRole("button", { name: "Save and leave" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Clusters" })).toBeVisible();
    await openLayer(page, draft);
    await expect(editorLines(page)).toContainText("# not saved yet");
  });

  test.describe("with a session of its own", () => {
    test.use({ signedIn: false });

    test("a session that ended asks to sign in over the page; the text is kept", async ({
      page,
      context,
      browser,
    }) => {
      await signIn(context);
      await openLayer(page, draft);
      await insertLines(page, "sample-web", "# typed before the end");
      const elsewhere = await browser.newContext();
      await elsewhere.addCookies(await context.cookies());
      await signOut(elsewhere);
      await elsewhere.close();

      await page.keyboard.press("ControlOrMeta+s");
      const dialog = page.getByRole("dialog", { name: "Your session has ended" });
      await expect(dialog.getByLabel("Email")).toHaveValue(admin.email);
      await dialog.getByLabel("Password").fill(admin.password);
      await dialog.getByRole("button", { name: "Sign in" }).click();
      await expect(dialog).toBeHidden();
      await expect(editorLines(page)).toContainText("# typed before the end");
      await saveDraft(page);
    });
  });
});

for (const [what, id] of [
  ["an unknown cluster", newId("cluster")],
  ["an address that holds no id", "mistyped"],
] as const) {
  test(`${what} is not found, and the title tells nothing`, async ({ page, project }) => {
    await page.goto(`/${project.slug}/clusters/${id}`);
    await expect(page.getByRole("heading", { level: 1, name: "Not found" })).toBeVisible();
    await expect(page).toHaveTitle(/^Cluster( ·|$)/);
  });
}

test.describe("strangers", () => {
  test.use({ signedIn: false });

  for (const from of ["https://evil.example/", "//evil.example", "/\\evil.example"]) {
    test(`after signing in, a link cannot lead to ${from}`, async ({ page, project }) => {
      await page.goto(`/sign-in?from=${encodeURIComponent(from)}`);
      await page.getByLabel("Email").fill(admin.email);
      await page.getByLabel("Password").fill(admin.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page).toHaveURL(`${consoleUrl()}/${project.slug}`);
    });
  }

  test("what was typed before the page's code ran is not lost, and cannot be sent without it", async ({
    page,
  }) => {
    let run = () => {};
    const code = new Promise<void>((resolve) => (run = resolve));
    await page.route("**/_next/static/**/*.js", (route) => code.then(() => route.continue()));
    await page.goto("/sign-in", { waitUntil: "commit" });
    await page.getByLabel("Email").fill(admin.email);
    await page.getByLabel("Password").fill(admin.password);
    await expect(page.getByRole("button", { name: "Sign in" })).toBeDisabled();
    run();
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  });

  test("a wrong password is refused, and what was typed stays", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByLabel("Email").fill(admin.email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("Incorrect email or password.")).toBeVisible();
    await expect(page.getByLabel("Email")).toHaveValue(admin.email);
  });

  test("the worker's and the agents' doors are shut without their secrets", async ({ request }) => {
    const worker = await request.post("/api/worker");
    expect(worker.status()).toBe(401);
    expect(await worker.text()).toContain("send the worker's secret");
    const wrong = { authorization: "Bearer guess" };
    expect((await request.post("/api/worker", { headers: wrong })).status()).toBe(401);
    const pack = `/api/agent/packs/sha256:${"0".repeat(64)}`;
    expect((await request.get(pack)).status()).toBe(401);
    expect((await request.get(pack, { headers: wrong })).status()).toBe(401);
    expect(await tunnelAnswer()).toBe(401);
    expect(await tunnelAnswer("guess")).toBe(401);
  });
});

/** The status with which the agents' tunnel answers; 101 would be an open socket. */
function tunnelAnswer(token?: string): Promise<number> {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const address = `${consoleUrl().replace("http", "ws")}/api/agent/connect`;
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, { headers });
    socket.once("open", () => resolve(101));
    socket.once("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.once("error", reject);
  });
}
