//go:build !linux

package early

// dropInitPages does nothing where it is not known how.
func dropInitPages() {}
