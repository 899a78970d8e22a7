# make            everything that the editions need, and the editions in output/
# make test       what the tests need, and the tests: under 15 minutes (./test takes longest, and goes first)
# make test-all   the same, with the tests that take longer
# make test-corpus   every text of the Declaration of Human Rights: what readers give back
# make pictures   the pictures of docs/translating.md, in Chromium
# make gallery    a page of every script beside Chromium's, in output/gallery
# make bench      how long builds take, beside Typst and stage by stage
# make bench-checks   mistakes that are planted, how many the rules find, and how long they take beside pofilter
# make replay REPOSITORY=… [PATHS=…]   a history of Markdown: which texts keep their IDs, beside msgmerge
# make fuzz       a minute for each fuzz target
# make clean      take away what make made

SHELL  := /bin/sh
BIN    := bin/multitude
BUNDLE := internal/fonts/bundle
SOURCES := $(shell find cmd internal -name '*.go' -o -name '*.css' -o -name '*.js' -o -name '*.html' -o -name '*.toml' -o -name '*.sh' | grep -v _test.go) go.mod go.sum

.PHONY: all build versions test test-all test-corpus pictures gallery bench bench-checks replay fuzz clean
.DELETE_ON_ERROR:

all: build
	$(BIN) build

build: versions $(BIN)

versions:
	@sh test/versions.sh

$(BIN): $(SOURCES) $(BUNDLE)/.made
	go build -trimpath -o $@ ./cmd/multitude

# node_modules holds either what the build needs (.build) or that and what the
# tests need (.tests): npm ci lays the folder anew, stamps included.
node_modules/.build: package.json package-lock.json
	@if [ node_modules/.tests -nt package-lock.json ]; then touch $@; else \
	  echo "installing fonts and dictionaries (npm)"; npm ci --omit=dev --no-progress && touch $@; fi

node_modules/.tests: package.json package-lock.json
	@echo "installing the tests' tools (npm)"
	npm ci --no-progress
	touch node_modules/.build $@

$(BUNDLE)/.made: node_modules/.build $(wildcard cmd/bundle/*.go) internal/fonts/family.go go.mod
	go run ./cmd/bundle node_modules $(BUNDLE)
	touch $@

test: versions node_modules/.tests
	sh test/install.sh
	$(MAKE) --no-print-directory $(BIN)
	@test -z "$$(gofmt -l cmd internal test)" || { echo "run gofmt -w on:"; gofmt -l cmd internal test; exit 1; }
	go vet ./...
	go test -timeout 14m ./test ./...

test-all: versions node_modules/.tests
	sh test/install.sh all
	$(MAKE) --no-print-directory $(BIN)
	go vet ./...
	MULTITUDE_TEST=all RAPID_CHECKS=2000 go test -timeout 0 ./...

test-corpus: versions node_modules/.tests
	sh test/install.sh
	$(MAKE) --no-print-directory $(BIN)
	go run ./test/corpus

pictures: versions node_modules/.tests
	sh test/install.sh
	$(MAKE) --no-print-directory $(BIN)
	go run ./test/pictures

gallery: versions node_modules/.tests
	sh test/install.sh
	$(MAKE) --no-print-directory $(BIN)
	go run ./test/corpus gallery

bench: node_modules/.tests build test/typst/node_modules/.made
	go run ./test/bench -each
	go test -run '^$$' -bench . -benchmem ./internal/publish

test/typst/node_modules/.made: test/typst/package.json test/typst/package-lock.json
	@echo "installing Typst, to measure beside it (npm)"
	npm ci --no-progress --prefix test/typst
	touch $@

bench-checks: node_modules/.tests build
	sh test/install.sh bench
	go test -count 1 -v -run PlantedMistakes ./test
	go test -run '^$$' -bench . -benchmem ./internal/check

PATHS := *.md
replay:
	@test -n "$(REPOSITORY)" || { echo "name a git repository: make replay REPOSITORY=../book PATHS='src/*.md'"; exit 2; }
	sh test/install.sh
	go run ./test/replay "$(REPOSITORY)" --paths '$(PATHS)' --losses 10

fuzz: node_modules/.tests build
	@go list ./... | while read -r pkg; do \
	  go test -list '^Fuzz' $$pkg | grep '^Fuzz' | while read -r target; do \
	    echo "$$pkg $$target"; go test -run '^$$' -fuzz "^$$target\$$" -fuzztime 60s -fuzzminimizetime 5s $$pkg || exit 1; \
	  done || exit 1; done

clean:
	rm -rf bin node_modules $(BUNDLE)/.made $(BUNDLE)/faces $(BUNDLE)/dictionaries $(BUNDLE)/hyphenation $(BUNDLE)/notices
	find output -mindepth 1 ! -name README.md -delete
