//go:build !cli

package main

import "github.com/spf13/cobra"

// services returns the commands that bring the libraries of servers, stores and
// buckets with them. Every start pays for what these initialise: a build with the
// tag cli leaves them out.
func (a *app) services() []*cobra.Command {
	return []*cobra.Command{a.batchCommand(), a.workerCommand(), a.rankCommand(), a.positionCommand(), a.serveCommand(), a.keysCommand(), a.healthcheckCommand()}
}
