// Command yakkan reads Japanese terms of service and shows, with quotes, how
// they stand to the cloud exception of the Act on the Protection of Personal
// Information.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
