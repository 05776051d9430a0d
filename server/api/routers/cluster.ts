import { mutationOf, queryOf, router } from "@/server/api/trpc";
import { deleteCluster, retryCluster, scalePool } from "@/server/services/cluster/change";
import { createCluster, estimateCapacity } from "@/server/services/cluster/create";
import {
  getCluster,
  getClusterReports,
  getKubeconfig,
  listClusters,
  listOperations,
} from "@/server/services/cluster/read";

export const clusterRouter = router({
  list: queryOf(listClusters),
  get: queryOf(getCluster),
  operations: queryOf(listOperations),
  reports: queryOf(getClusterReports),
  kubeconfig: queryOf(getKubeconfig),
  estimate: queryOf(estimateCapacity),
  create: mutationOf(createCluster),
  scalePool: mutationOf(scalePool),
  retry: mutationOf(retryCluster),
  delete: mutationOf(deleteCluster),
});
