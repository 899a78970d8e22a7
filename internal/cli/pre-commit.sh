#!/bin/sh
# git runs this before each commit: it checks the translations as they are about
# to be committed, not as they lie in the folder, and refuses the commit if there
# is an error. "git commit --no-verify" goes around it. Printed by multitude hook.
set -eu
top=$(git rev-parse --show-toplevel)
cd "$top"
tool=$top/bin/multitude
if [ ! -x "$tool" ] && ! tool=$(command -v multitude); then
	echo "pre-commit: multitude was not found, in bin/ or on your PATH" >&2
	echo "hint: install it or run make build; git commit --no-verify commits without the check" >&2
	exit 1
fi
failed=0
tmp=
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
projects=$(git ls-files -- multitude.toml '*/multitude.toml')
IFS='
'
for file in $projects; do
	dir=$(dirname "$file")
	# Only what a project is made of matters, and only if it changes.
	if git diff --cached --quiet -- "$file" "$dir/locales" ":(glob)$dir/**/*.md"; then
		continue
	fi
	# Below .git, because fonts are looked for upward, in node_modules.
	[ -n "$tmp" ] || tmp=$(mktemp -d "$(git rev-parse --absolute-git-dir)/multitude.XXXXXX")
	git ls-files -z -- "$dir" | git checkout-index -z --stdin --prefix="$tmp/"
	(cd "$tmp/$dir" && "$tool" check) || failed=1
done
if [ "$failed" = 1 ]; then
	echo "pre-commit: nothing was committed, because of these errors" >&2
	echo "hint: mend them and add the files again; git commit --no-verify commits as it is" >&2
fi
exit $failed
