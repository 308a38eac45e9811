#!/usr/bin/env bash
# Builds the image of the Dockerfile and runs it, without a registry and without
# a daemon: with buildah, on a base made by debootstrap that stands in for
# golang:1.26-bookworm. Needs root and Debian's buildah and debootstrap, which it
# installs. Prints size, time to be ready and memory.
#
#   docs/image.sh            build and try
#   WORK=/some/folder docs/image.sh   where base and layers are kept for the next time
set -euo pipefail
cd "$(dirname "$0")/.."
WORK=${WORK:-$(mktemp -d)}
GOROOT=$(go env GOROOT)
export STORAGE_DRIVER=vfs
B=(buildah --root "$WORK/storage" --runroot "$WORK/run")
need=()
command -v buildah >/dev/null || need+=(buildah)
command -v debootstrap >/dev/null || need+=(debootstrap)
if [ ${#need[@]} -gt 0 ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
fi
mkdir -p "$WORK"

if ! "${B[@]}" images -q docker.io/library/golang:1.26-bookworm 2>/dev/null | grep -q .; then
  echo "== base by debootstrap"
  if [ ! -e "$WORK/base.done" ]; then
    rm -rf "$WORK/base"
    debootstrap --variant=minbase --include=ca-certificates bookworm "$WORK/base" >"$WORK/debootstrap.log" || { tail -5 "$WORK/debootstrap.log"; exit 1; }
    touch "$WORK/base.done"
  fi
  # What this machine trusts and asks for modules holds in the base as well.
  cp /etc/ssl/certs/ca-certificates.crt "$WORK/base/etc/ssl/certs/ca-certificates.crt"
  mkdir -p "$WORK/base/usr/local/go"
  cp -a "$GOROOT/." "$WORK/base/usr/local/go/"
  c=$("${B[@]}" from scratch)
  "${B[@]}" copy -q "$c" "$WORK/base" /
  "${B[@]}" config --env PATH=/usr/local/go/bin:/go/bin:/usr/sbin:/usr/bin:/sbin:/bin --env GOPATH=/go --env GOTOOLCHAIN=local "$c"
  "${B[@]}" commit -q --rm "$c" docker.io/library/golang:1.26-bookworm
fi

echo "== build"
"${B[@]}" bud --format docker --isolation chroot --network host --pull-never -t yakkan . >"$WORK/build.log" 2>&1 || { tail -40 "$WORK/build.log"; exit 1; }

echo "== run"
c=$("${B[@]}" from --pull-never localhost/yakkan)
trap '[ -n "${pid:-}" ] && kill "$pid" 2>/dev/null; "${B[@]}" rm "$c" >/dev/null 2>&1' EXIT
root=$("${B[@]}" mount "$c")
find "$root" -type f -printf '%s %P\n' | awk '{s += $1; if ($2 == "usr/bin/yakkan") p = $1; if ($2 ~ /cache/) c += $1} END {printf "files of the image: %.1f MB: program %.1f MB, caches %.1f MB\n", s / 1e6, p / 1e6, c / 1e6}'
begin=$(date +%s%N)
port=18480
"${B[@]}" run --isolation chroot --network host --user 65532:65532 --env YAKKAN_LISTEN=127.0.0.1:$port "$c" -- /usr/bin/yakkan serve --data /var/lib/yakkan >"$WORK/serve.log" 2>&1 &
pid=$!
for _ in $(seq 200); do
  curl -fsS "http://127.0.0.1:$port/readyz" >/dev/null 2>&1 && break
  sleep 0.05
done
echo "ready after $((($(date +%s%N) - begin) / 1000000)) ms"
curl -fsS -H 'Content-Type: text/markdown' --data-binary @docs/examples/mk-like.md "http://127.0.0.1:$port/v1/analyses?name=mk-like.md" >"$WORK/answer.json"
grep -o '"verdict":{"terms":"[a-z_]*"' "$WORK/answer.json"
curl -fsS "http://127.0.0.1:$port/metrics" | awk '/^process_resident_memory_bytes/ {printf "resident memory %.0f MB\n", $2/1048576}'
# Every template: the program was built with another way to find methods.
for page in / /rules /rules/monitor /clauses /compare /case /diff /tester /batches /docs "/?lang=en"; do
  curl -fsS "http://127.0.0.1:$port$page" | grep -i '</html>' >/dev/null || { echo "the page $page does not come"; exit 1; }
done
mkdir -p "$root/tmp/terms" && cp docs/examples/*.md "$root/tmp/terms/"
"${B[@]}" run --isolation chroot --user 65532:65532 "$c" -- /usr/bin/yakkan batch /tmp/terms --out /tmp/results >"$WORK/batch.log" || [ $? = 3 ]
"${B[@]}" run --isolation chroot --user 65532:65532 "$c" -- /usr/bin/yakkan analyze --format html /tmp/terms/mk-like.md >"$WORK/report.html" || [ $? -lt 3 ]
grep -q '</html>' "$WORK/report.html"
# PDFium is unpacked and compiled for the first file, and then in the cache.
cat >"$root/tmp/terms.pdf" <<'PDF'
%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F <</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>> endobj
4 0 obj <</Length 58>> stream
BT /F 12 Tf 20 200 Td (These are terms in English.) Tj ET
endstream endobj
trailer <</Root 1 0 R>>
%%EOF
PDF
for nth in first second; do
  begin=$(date +%s%N)
  "${B[@]}" run --isolation chroot --user 65532:65532 "$c" -- /usr/bin/yakkan analyze --format json /tmp/terms.pdf >"$WORK/pdf.json" 2>>"$WORK/pdf.log" || true
  grep -q no_japanese "$WORK/pdf.json" || { echo "the PDF was not read"; exit 1; }
  echo "the $nth PDF after $((($(date +%s%N) - begin) / 1000000)) ms, the tool's own time included"
done
grep -q '</html>' "$root/tmp/results/summary.html"
"${B[@]}" run --isolation chroot --network host --user 65532:65532 --env YAKKAN_LISTEN=127.0.0.1:$port "$c" -- /usr/bin/yakkan healthcheck
echo
echo "ok"
