#!/usr/bin/env bash
# The main job without Lamina: what a person with the same programs would type, one step after the other.
# Usage: by-hand.sh ASSETS WORK BASE_PORT LAYERS STAGES KUBE_VERSION WORKERS
#   ASSETS  the asset cache (<name>/<version>/<name>)    LAYERS  numbered folders made by main-job.ts
#   WORK    an empty folder; ports BASE_PORT .. BASE_PORT+4; stop everything with: kill $(cat WORK/*.pid)
set -euo pipefail
assets=$1 work=$2 base=$3 layers=$4 stages=$5 version=$6 workers=$7
program() { ls "$assets/$1"/${2:-*}/"$1" | tail -1; }
etcd=$(program etcd 3.6.16) kwok=$(program kwok 0.8.0) kubectl=$(program kubectl) helm=$(program helm)
apiserver=$(program kube-apiserver "$version") manager=$(program kube-controller-manager "$version") scheduler=$(program kube-scheduler "$version")
client=$base peer=$((base + 1)) api=$((base + 2)) managerPort=$((base + 3)) schedulerPort=$((base + 4))
cd "$work"
export HELM_CACHE_HOME=$work/helm HELM_CONFIG_HOME=$work/helm HELM_DATA_HOME=$work/helm

authority() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=$1" -keyout "$1.key" -out "$1.crt" 2>/dev/null
}
certificate() { # name, authority, subject, alternative names
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "$3" -keyout "$1.key" -out "$1.csr" 2>/dev/null
  printf 'extendedKeyUsage=serverAuth,clientAuth\n%s\n' "${4:+subjectAltName=$4}" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA "$2.crt" -CAkey "$2.key" -CAcreateserial -days 30 -extfile "$1.ext" -out "$1.crt" 2>/dev/null
}
kubeconfig() {
  cat >"$1.kubeconfig" <<YAML
apiVersion: v1
kind: Config
current-context: it
contexts: [{name: it, context: {cluster: it, user: it}}]
clusters: [{name: it, cluster: {server: "https://127.0.0.1:$api", certificate-authority: "$work/ca.crt"}}]
users: [{name: it, user: {client-certificate: "$work/$1.crt", client-key: "$work/$1.key"}}]
YAML
}
background() { local name=$1; shift; "$@" >"$name.log" 2>&1 & echo $! >"$name.pid"; }
step() { local now; now=$(date +%s%3N); printf '%s %s\n' "$1" $((now - last)); last=$now; }
last=$(date +%s%3N)

# 1. Certificates and credentials
authority ca; authority front-proxy-ca
certificate server ca /CN=kube-apiserver "IP:127.0.0.1,IP:10.96.0.1,DNS:localhost,DNS:kubernetes.default.svc"
certificate admin ca /O=system:masters/CN=admin
certificate manager ca /CN=system:kube-controller-manager
certificate scheduler ca /CN=system:kube-scheduler
certificate front-proxy front-proxy-ca /CN=front-proxy-client
openssl genrsa -out sa.key 2048 2>/dev/null; openssl rsa -in sa.key -pubout -out sa.pub 2>/dev/null
for name in admin manager scheduler; do kubeconfig $name; done
step certificates

# 2. The control plane
background etcd "$etcd" --data-dir "$work/etcd" --listen-client-urls "http://127.0.0.1:$client" --advertise-client-urls "http://127.0.0.1:$client" \
  --listen-peer-urls "http://127.0.0.1:$peer" --initial-advertise-peer-urls "http://127.0.0.1:$peer" --initial-cluster "default=http://127.0.0.1:$peer"
background apiserver "$apiserver" --etcd-servers "http://127.0.0.1:$client" --bind-address 127.0.0.1 --advertise-address 127.0.0.1 --secure-port "$api" \
  --endpoint-reconciler-type=none --authorization-mode=Node,RBAC --allow-privileged --service-cluster-ip-range=10.96.0.0/16 \
  --tls-cert-file server.crt --tls-private-key-file server.key --client-ca-file ca.crt --service-account-issuer=https://kubernetes.default.svc \
  --service-account-signing-key-file sa.key --service-account-key-file sa.pub --requestheader-client-ca-file front-proxy-ca.crt \
  --requestheader-allowed-names=front-proxy-client --requestheader-username-headers=X-Remote-User --requestheader-group-headers=X-Remote-Group \
  --requestheader-extra-headers-prefix=X-Remote-Extra- --proxy-client-cert-file front-proxy.crt --proxy-client-key-file front-proxy.key
background manager "$manager" --kubeconfig manager.kubeconfig --authentication-kubeconfig manager.kubeconfig --authorization-kubeconfig manager.kubeconfig \
  --bind-address 127.0.0.1 --secure-port "$managerPort" --leader-elect=false --use-service-account-credentials --root-ca-file ca.crt \
  --service-account-private-key-file sa.key --cluster-signing-cert-file ca.crt --cluster-signing-key-file ca.key --allocate-node-cidrs \
  --cluster-cidr=10.244.0.0/16 --service-cluster-ip-range=10.96.0.0/16 --requestheader-client-ca-file front-proxy-ca.crt
background scheduler "$scheduler" --kubeconfig scheduler.kubeconfig --authentication-kubeconfig scheduler.kubeconfig --authorization-kubeconfig scheduler.kubeconfig \
  --bind-address 127.0.0.1 --secure-port "$schedulerPort" --leader-elect=false --requestheader-client-ca-file front-proxy-ca.crt
export KUBECONFIG=$work/admin.kubeconfig
until "$kubectl" get --raw /readyz >/dev/null 2>&1; do sleep 0.1; done
until "$kubectl" get serviceaccount default >/dev/null 2>&1; do sleep 0.1; done
step control-plane

# 3. Nodes, played by kwok
configs=(); for file in "$stages"/*.yaml; do configs+=("--config=$file"); done
background kwok "$kwok" --kubeconfig "$KUBECONFIG" --manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake --node-lease-duration-seconds=40 --v=WARN "${configs[@]}"
for name in control-plane $(seq -f 'worker-%g' "$workers"); do
  taint=; [ "$name" = control-plane ] && taint='taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]'
  cat <<YAML
---
apiVersion: v1
kind: Node
metadata: {name: $name, annotations: {kwok.x-k8s.io/node: fake}, labels: {kubernetes.io/hostname: $name, kubernetes.io/os: linux, kubernetes.io/arch: amd64}}
spec: {$taint}
status: {capacity: {cpu: "4", memory: 8192Mi, pods: "110"}, allocatable: {cpu: "4", memory: 8192Mi, pods: "110"}}
YAML
done >nodes.yaml
"$kubectl" apply --server-side -f nodes.yaml >/dev/null
"$kubectl" wait --for=condition=Ready node --all --timeout=60s >/dev/null
step nodes

# 4. The layers in the same order: charts by helm, then plain manifests
for layer in "$layers"/*/; do
  for release in "$layer"releases/*/; do
    [ -d "$release" ] || continue
    "$helm" upgrade --install "$(cat "$release/name")" "$release/chart" --namespace "$(cat "$release/namespace")" --create-namespace \
      --values "$release/values.json" --server-side=true --wait --timeout 120s >/dev/null
  done
  [ ! -d "$layer/manifests" ] || "$kubectl" apply --server-side -f "$layer/manifests" >/dev/null
done
step layers
