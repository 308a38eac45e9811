#!/bin/sh
# Makes programs a quarter smaller: writes FOLDER/overlay.json for go build -overlay.
#
#   docs/_image/overlay.sh FOLDER && go build -overlay FOLDER/overlay.json ./cmd/yakkan
#
# Templates look for methods by names that only the running program knows, so the
# linker keeps every method of every type: 22 MB of clients' operations that nobody
# calls. The overlay is Go's text/template with the one line changed that does so:
# it asks the value for a table of methods, TemplateMethod, in its place. Where Go's
# source is no longer as it is known here, nothing is written and this fails.
set -eu
from=$(go env GOROOT)/src/text/template/exec.go
mkdir -p "$1"
to=$(cd "$1" && pwd)/exec.go
[ "$(grep -c 'ptr\.MethodByName(fieldName)' "$from")" = 1 ] || { echo "$from looks for methods in another way than is known here; build without -overlay" >&2; exit 1; }
{
	sed 's/ptr\.MethodByName(fieldName)/methodOf(ptr, fieldName)/' "$from"
	cat <<'GO'

// methodOf is the method that a value gives out by its name.
func methodOf(v reflect.Value, name string) reflect.Value {
	if v.CanInterface() {
		if t, ok := v.Interface().(interface{ TemplateMethod(name string) any }); ok {
			if m := t.TemplateMethod(name); m != nil {
				return reflect.ValueOf(m)
			}
		}
	}
	return reflect.Value{}
}
GO
} >"$to"
printf '{"Replace": {"%s": "%s"}}\n' "$from" "$to" >"$(dirname "$to")/overlay.json"
