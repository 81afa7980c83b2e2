//go:build go1.26 && !go1.27

//go:debug default=go1.26

package main
