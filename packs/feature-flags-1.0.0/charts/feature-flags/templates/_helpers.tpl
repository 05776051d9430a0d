{{- define "feature-flags.labels" -}}
app.kubernetes.io/name: feature-flags
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}
{{- define "feature-flags.selector" -}}
app.kubernetes.io/name: feature-flags
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
