//go:build go1.24 && !go1.25

//go:debug default=go1.24

package main
