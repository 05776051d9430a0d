import { UnknownCluster } from "@/components/cluster/unknown-cluster";

export default UnknownCluster;
