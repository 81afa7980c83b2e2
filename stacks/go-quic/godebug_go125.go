//go:build go1.25 && !go1.26

//go:debug default=go1.25

package main
