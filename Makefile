# make run      analyse the example, no server needed
# make test     all tests; installs what they need from Debian's packages where it can
# make bench    speed: end to end, tokenizers, a cold process, memory
.PHONY: run test bench fmt vet eval card

run:
	go run ./cmd/yakkan analyze docs/examples/mk-like.md

test:
	./docs/setup.sh
	go test ./...

bench:
	./docs/bench.sh

fmt:
	gofmt -l -w $$(git ls-files '*.go')

vet:
	go vet ./...
	go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...

eval:
	go run ./cmd/yakkan eval ../shared/gold/dev

card:
	go run ./cmd/yakkan rules stats --card corpus/evaluate/testdata/own ../shared/gold/dev > docs/accuracy-card.md.new
	mv docs/accuracy-card.md.new docs/accuracy-card.md
