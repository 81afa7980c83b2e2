//go:build !go1.24

package stack

// fixedOrder: before Go 1.24 a client's first key share is for the first of Config.CurvePreferences, and a server prefers in its order.
const fixedOrder = false
