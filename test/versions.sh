#!/bin/sh
# Looks for the programs that building needs, and says which to install.
ok=true
need() { # program, least major version, version found, what to do
	if ! command -v "$1" >/dev/null 2>&1; then
		echo "$1 is missing: $4" >&2
		ok=false
	elif [ "${3:-0}" -lt "$2" ] 2>/dev/null; then
		echo "$1 is too old (found $3, needed $2): $4" >&2
		ok=false
	fi
}
gominor=$(go env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
need go 21 "$gominor" "install Go 1.21 or newer; it fetches by itself the version that go.mod names"
need node 20 "$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p')" "install Node.js 20 or newer"
need npm 9 "$(npm --version 2>/dev/null | cut -d. -f1)" "install npm 9 or newer; it comes with Node.js"
$ok || exit 1
