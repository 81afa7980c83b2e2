//go:build go1.23 && !go1.24

//go:debug default=go1.23

package main
