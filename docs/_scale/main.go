// Scale makes what docs/scale.sh measures with:
//
//	go run ./docs/_scale generate DIR N             a corpus of N invented terms
//	go run ./docs/_scale simulate REDIS DIR MS KB   stub workers, 1 to 64
package main

import (
	"log"
	"os"
	"strconv"
)

func main() {
	number := func(i int) int {
		n, err := strconv.Atoi(os.Args[i])
		check(err)
		return n
	}
	switch {
	case len(os.Args) == 4 && os.Args[1] == "generate":
		generate(os.Args[2], number(3))
	case len(os.Args) == 6 && os.Args[1] == "simulate":
		simulate(os.Args[2], os.Args[3], number(4), number(5))
	default:
		log.Fatal("usage: generate DIR N | simulate REDIS DIR MILLISECONDS KILOBYTES")
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
