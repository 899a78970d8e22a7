#!/bin/sh
# Installs the programs that the tests run, and says which. A program that
# cannot be installed makes the tests fail, never skip. With the argument "all",
# also those that only make test-all runs; with "bench" that which make
# bench-checks measures beside.
set -eu
packages=""
want() { # package, program[, program …]: any one of them will do
	package=$1
	shift
	for program in "$@"; do
		command -v "$program" >/dev/null 2>&1 && return 0
	done
	packages="$packages $package"
}
want_file() { # package, file
	[ -e "$2" ] || packages="$packages $1"
}
want qpdf qpdf
want poppler-utils pdftotext
want mupdf-tools mutool
want default-jre-headless java
want_file libpdfbox2-java /usr/share/java/preflight.jar
want_file libjaxb-api-java /usr/share/java/jaxb-api.jar
want chromium chromium chromium-browser google-chrome
want strace strace
want git git
want_file fonts-hanazono /usr/share/fonts/truetype/hanazono/HanaMinB.ttf # characters that no npm package has
want epubcheck epubcheck
want gettext msgfmt
want hunspell hunspell
want_file hunspell-es /usr/share/hunspell/es_ES.dic
want libxml2-utils xmllint
want git git
if [ "${1:-}" = bench ]; then
	want translate-toolkit pofilter
fi
if [ "${1:-}" = all ]; then
	want translate-toolkit pofilter
	want omegat omegat
	want_file php-symfony-translation /usr/share/php/Symfony/Component/Translation/Resources/schemas/xliff-core-2.0.xsd # OASIS's schemas
fi
[ -n "$packages" ] || exit 0
if ! command -v apt-get >/dev/null 2>&1; then
	echo "the tests need these programs; install them, and run make test again:$packages" >&2
	exit 1
fi
sudo=""
[ "$(id -u)" = 0 ] || sudo=sudo
echo "installing what the tests need (apt):$packages"
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $packages >/dev/null
