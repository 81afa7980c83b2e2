//go:build go1.26

// The tests run in a program of their own, in which the `go 1.22` line of go.mod would leave the newer groups out
// (see cmd/hslab-go/godebug.go).
//go:debug tlssecpmlkem=1

package worker_test
