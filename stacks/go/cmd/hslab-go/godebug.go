package main

// What is measured is each Go as it comes. The `go 1.22` line of go.mod would make a newer one behave in many ways
// as 1.22 did, in crypto/tls and crypto/x509 above all (https://go.dev/doc/godebug: no ML-KEM groups, for one). So the
// files godebug_go1NN.go set the defaults back to those of the Go that builds this program. A later Go needs one more
// file: TestRunsGoAsItComes fails until there is one.
