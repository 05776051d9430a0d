/** What the system macros say of a cluster when its layers are rendered. */
export type ClusterFacts = Record<
  | "cluster.name"
  | "cluster.uid"
  | "tenant.uid"
  | "project.name"
  | "project.uid"
  | "clusterprofile.name"
  | "clusterprofile.uid"
  | "clusterprofile.version"
  | "kubernetes.version"
  | "cloud.type",
  string
>;

/** Facts of a cluster that is not there yet, to render with before a profile is published. */
export const sampleFacts: ClusterFacts = {
  "cluster.name": "my-cluster",
  "cluster.uid": "cls_1111111111111111",
  "tenant.uid": "tnt_1111111111111111",
  "project.name": "my-project",
  "project.uid": "prj_1111111111111111",
  "clusterprofile.name": "my-profile",
  "clusterprofile.uid": "prf_1111111111111111",
  "clusterprofile.version": "1.0.0",
  "kubernetes.version": "1.30.0",
  "cloud.type": "local",
};
