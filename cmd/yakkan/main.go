// Command yakkan reads Japanese terms of service and shows, with quotes, how
// they stand to the cloud exception of the Act on the Protection of Personal
// Information.
package main

import (
	"os"

	"github.com/yakkan/yakkan/cmd/yakkan/early"
)

func main() {
	early.Main()
	os.Exit(run(os.Args[1:], os.Stdin, onScreen(os.Stdout), onScreen(os.Stderr)))
}
