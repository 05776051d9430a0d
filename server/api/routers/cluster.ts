import { mutationOf, queryOf, router } from "@/server/api/trpc";
import { deleteCluster, retryCluster, scalePool } from "@/server/services/cluster/change";
import { createCluster, estimateCapacity } from "@/server/services/cluster/create";
import {
  changeProfileVersion,
  listUpdates,
  listVersionChoices,
} from "@/server/services/cluster/profile-version";
import {
  downloadKubeconfig,
  getCluster,
  getClusterReports,
  listClusters,
  listOperations,
} from "@/server/services/cluster/read";

export const clusterRouter = router({
  list: queryOf(listClusters),
  get: queryOf(getCluster),
  operations: queryOf(listOperations),
  reports: queryOf(getClusterReports),
  versions: queryOf(listVersionChoices),
  updates: queryOf(listUpdates),
  estimate: queryOf(estimateCapacity),
  kubeconfig: mutationOf(downloadKubeconfig),
  create: mutationOf(createCluster),
  scalePool: mutationOf(scalePool),
  changeProfileVersion: mutationOf(changeProfileVersion),
  retry: mutationOf(retryCluster),
  delete: mutationOf(deleteCluster),
});
