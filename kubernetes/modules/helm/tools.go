//go:build tools

// Package tools pins the commands that Lamina builds from this module.
package tools

import (
	_ "helm.sh/helm/v4/cmd/helm"
)
