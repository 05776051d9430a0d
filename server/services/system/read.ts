import { z } from "zod";
import { withoutHost, type AssetState } from "@/server/domain/assets";
import {
  planeWithoutHost,
  type ManagementPlaneView,
  type ProcessView,
  type SystemView,
} from "@/server/domain/system/views";
import { notFound } from "@/server/domain/errors/app-error";
import type { VerbContext } from "@/server/services/kit/context";
import { defineRead } from "@/server/services/kit/define";
import { inProject, namedProject } from "@/server/services/kit/named-project";
import { ProcessAccess } from "./installation";

/** State of the installation: assets, management plane, memory, and the processes one may look at. */
export const getSystem = defineRead({
  permission: "privateGateway.get",
  input: z.void(),
  project: () => null,
  async run(ctx): Promise<SystemView> {
    const access = await ProcessAccess.of(ctx);
    return {
      ...(access.administrator ? everything(ctx) : shownToAll(ctx)),
      processes: allProcesses(ctx).filter((process) => access.allows(process.group)),
      memory: ctx.ports.memory(),
    };
  },
});

/** The console and its children. */
function allProcesses(ctx: VerbContext): ProcessView[] {
  const children = ctx.ports.processes.list().map((child) => ({
    id: child.id,
    group: child.group,
    title: child.title,
    pid: child.pid,
    state: child.state,
    ready: child.ready,
    restarts: child.restarts,
    startedAt: child.startedAt,
    memoryBytes: child.rssBytes,
    message: child.message,
  }));
  return [consoleProcess(ctx.clock.now()), ...children];
}

/** This process itself: it supervises the others. */
function consoleProcess(now: Date): ProcessView {
  return {
    id: "console",
    group: "console",
    title: "Lamina console",
    pid: process.pid,
    state: "running",
    ready: true,
    restarts: 0,
    startedAt: new Date(now.getTime() - process.uptime() * 1000).toISOString(),
    memoryBytes: process.memoryUsage.rss(),
    message: "",
  };
}

/** State of the assets alone: the quick start shows it to everybody who may deploy. */
export const getReadiness = defineRead({
  permission: "cluster.list",
  input: inProject,
  project: namedProject,
  run: async (ctx) => shownToAll(ctx),
});

interface Programs {
  assets: AssetState[];
  managementPlane: ManagementPlaneView;
}

function everything({ ports }: VerbContext): Programs {
  return { assets: ports.assets.states(), managementPlane: ports.managementPlane() };
}

/** Where the machine keeps its files is for whoever administers the installation. */
function shownToAll(ctx: VerbContext): Programs {
  const { assets, managementPlane } = everything(ctx);
  return {
    assets: assets.map(withoutHost),
    managementPlane: planeWithoutHost(managementPlane),
  };
}

/** The last lines of a process's log. */
export const getProcessLog = defineRead({
  permission: "privateGateway.get",
  input: z.object({
    id: z.string().max(200),
    lines: z.number().int().min(1).max(1000).default(200),
  }),
  project: () => null,
  async run(ctx, input) {
    const process = allProcesses(ctx).find((p) => p.id === input.id);
    if (!process) throw notFound("process", input.id);
    (await ProcessAccess.of(ctx)).require(process);
    return { text: await ctx.ports.processes.tailLog(input.id, input.lines) };
  },
});
