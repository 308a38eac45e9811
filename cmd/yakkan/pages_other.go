//go:build !linux

package main

// dropInitPages does nothing where it is not known how.
func dropInitPages() {}
