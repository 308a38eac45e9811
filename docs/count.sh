#!/usr/bin/env bash
# Instructions and cache misses of one analysis of all texts, by function, counted
# under cachegrind: they do not depend on what else the machine does.
#
#   docs/count.sh [functions]     30 by default
#
# Caches as of common server processors: 32 KiB first level, 1 MiB second, lines of
# 64 bytes. The cost is a guess at cycles: 0.27 an instruction, 10 and 8 for a miss of
# the first level (instructions, data read), 2 for one written, 60 beyond the second.
# The collector is off. Needs valgrind (Debian: valgrind).
set -euo pipefail
cd "$(dirname "$0")/../analyzer"
command -v valgrind > /dev/null || { echo "valgrind is not installed (Debian: apt-get install valgrind)" >&2; exit 1; }
export CGO_ENABLED=0 GOMAXPROCS=1 GOGC=off GODEBUG=asyncpreemptoff=1
top=${1:-30}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
go test -c -o "$work/test" .
"$work/test" -test.run '^$' -test.bench '^BenchmarkAnalyze$' -test.benchtime 1x > /dev/null # the dictionary's cache
for n in 2 4; do # each run begins with one pass more
  valgrind --tool=cachegrind --cache-sim=yes --I1=32768,8,64 --D1=32768,8,64 --LL=1048576,8,64 \
    --cachegrind-out-file="$work/$n" "$work/test" -test.run '^$' -test.bench '^BenchmarkAnalyze$' -test.benchtime "${n}x" > "$work/log.$n" 2>&1 &
done
wait
cg_diff "$work/2" "$work/4" | awk -v top="$top" '
  /^events:/ { for (i = 2; i <= NF; i++) at[$i] = i }
  /^fn=/ { fn = substr($0, 4); sub(/^.*:/, "", fn); sub(/github.com\/yakkan\/yakkan\//, "", fn) }
  /^-?[0-9]/ {
    split("Ir I1mr D1mr D1mw ILmr DLmr", name, " ")
    for (i = 1; i <= 6; i++) { v = $(at[name[i]]) / 2e6; f[fn, i] += v; all[i] += v }
    fns[fn]
  }
  function cost(a, b, c, d, e, g) { return .27 * a + 10 * b + 8 * c + 2 * d + 60 * (e + g) }
  function row(c, a, b, d, e, n) { return sprintf("%8.1f %9.1f %8.2f %8.2f %8.2f  %s", c, a, b, d, e, n) }
  END {
    print " M cost  M instr.  M I1     M D1 rd  M L2     (for one pass over the texts)"
    print row(cost(all[1], all[2], all[3], all[4], all[5], all[6]), all[1], all[2], all[3], all[5] + all[6], "all")
    sorter = "sort -gr | head -n " top
    for (k in fns) print row(cost(f[k, 1], f[k, 2], f[k, 3], f[k, 4], f[k, 5], f[k, 6]), f[k, 1], f[k, 2], f[k, 3], f[k, 5] + f[k, 6], k) | sorter
    close(sorter)
  }'
