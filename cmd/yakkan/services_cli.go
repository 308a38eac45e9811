//go:build cli

package main

import "github.com/spf13/cobra"

// services returns commands that say that this build does not have them.
func (a *app) services() []*cobra.Command {
	var all []*cobra.Command
	for _, name := range []string{"batch", "worker", "rank", "position", "serve", "keys", "healthcheck"} {
		all = append(all, &cobra.Command{
			Use: name, Hidden: true, DisableFlagParsing: true,
			RunE: func(*cobra.Command, []string) error {
				return fail("%s はこのビルド（-tags cli）にありません。タグなしでビルドしてください", "%s is not in this build (-tags cli); build without the tag", name)
			},
		})
	}
	return all
}
