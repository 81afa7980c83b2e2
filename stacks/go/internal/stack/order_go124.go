//go:build go1.24

package stack

// fixedOrder: since Go 1.24 the order of Config.CurvePreferences is ignored, it only says what is allowed (defaults.go).
const fixedOrder = true
