import "server-only";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { openProject } from "@/app/open-project";
import { idSchema } from "@/server/domain/ids/ids";
import { pageCaller, pageErrorCode } from "@/server/api/page-caller";

/** True for the id of a cluster; anything else in its place is taken for a name. */
export function isClusterId(text: string): boolean {
  return idSchema("cluster").safeParse(text).success;
}

/** Layout and tab both ask. Whatever else goes wrong is said by the page itself. */
const isUnknown = cache(async (clusterId: string): Promise<boolean> => {
  const caller = await pageCaller();
  return caller.cluster.get({ clusterId }).then(
    () => false,
    (error: unknown) => pageErrorCode(error) === "NOT_FOUND",
  );
});

/**
 * The id of the cluster at `/[project]/clusters/[cluster]<path>`. A name leads on to the id; an unknown one
 * is not found before anything is drawn, so that the answer says it by its status as well.
 */
export async function openCluster(slug: string, cluster: string, path: string): Promise<string> {
  const { project } = await openProject(slug, `/${slug}/clusters/${cluster}${path}`);
  if (isClusterId(cluster)) {
    if (await isUnknown(cluster)) notFound();
    return cluster;
  }
  const caller = await pageCaller();
  const clusters = await caller.cluster.list({ projectId: project.id }).catch(() => []);
  const named = clusters.find(({ name }) => name === cluster);
  if (!named) notFound();
  redirect(`/${slug}/clusters/${named.id}${path}`);
}
