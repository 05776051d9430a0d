{{- define "team-namespaces.labels" -}}
app.kubernetes.io/name: team-namespaces
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}
{{- define "team-namespaces.selector" -}}
app.kubernetes.io/name: team-namespaces
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
