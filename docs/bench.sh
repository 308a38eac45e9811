#!/usr/bin/env bash
# Speed beside kagome and MeCab: medians of interleaved runs on one core; then the
# whole process on one document, and on documents of growing size.
#
#   docs/bench.sh [rounds]     3 by default
#
# The texts are those of ../shared/gold/dev if they are there, else the project's
# own, repeated to a few megabytes. Times of a busy machine vary; the ratios hold.
set -euo pipefail
cd "$(dirname "$0")/.."
export CGO_ENABLED=0
rounds=${1:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

go build -o "$work/yakkan" ./cmd/yakkan
go test -c -o "$work/analyzer.test" ./analyzer
go test -c -o "$work/token.test" ./analyzer/token
texts=../shared/gold/dev/txt
[ -d "$texts" ] || texts=corpus/evaluate/testdata/own/txt
cat "$texts"/*.txt > "$work/all.txt"
echo "texts: $texts, $(ls "$texts"/*.txt | wc -l) files, $(wc -c < "$work/all.txt") bytes"

median() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
seconds() { local from to; from=$(date +%s.%N); "$@" > /dev/null; to=$(date +%s.%N); awk "BEGIN { print $to - $from }"; }
mbs() { # PACKAGE BENCHMARK [CORES]: megabytes a second
  (cd "$1" && GOMAXPROCS=${3:-1} "$work/$(basename "$1").test" -test.run '^$' -test.bench "^$2\$" -test.benchtime 2s) | awk '/MB\/s/ { for (i = 1; i < NF; i++) if ($(i + 1) == "MB/s") print $i }'
}

# MeCab starts once and reads the texts often enough for the start not to count.
mecab=no
if command -v mecab > /dev/null 2>&1 && echo 規約 | mecab -Owakati > /dev/null 2>&1; then
  mecab=yes
  for _ in 1 2 3 4 5; do cat "$work/all.txt"; done > "$work/five.txt"
else
  echo "mecab: skipped, it is not installed (Debian: mecab mecab-ipadic-utf8)"
fi

for _ in $(seq "$rounds"); do
  mbs analyzer BenchmarkAnalyze >> "$work/analyze"
  mbs analyzer BenchmarkAnalyze 2 >> "$work/analyze2"
  mbs analyzer/token BenchmarkKagome >> "$work/kagome"
  if [ $mecab = yes ]; then
    s=$(seconds mecab -b 65536 -Owakati "$work/five.txt")
    awk "BEGIN { print $(wc -c < "$work/five.txt") / $s / 1e6 }" >> "$work/mecab"
  fi
done
a=$(median < "$work/analyze") a2=$(median < "$work/analyze2") k=$(median < "$work/kagome")
printf '%-34s %6.1f MB/s\n' "yakkan, end to end" "$a" "kagome, tokenizing alone" "$k"
awk "BEGIN { printf \"%-34s %6.2f (reach: 1)\n\", \"  end to end / kagome\", $a / $k }"
awk "BEGIN { printf \"%-34s %6.2f (reach: 1.8)\n\", \"  on two cores / on one\", $a2 / $a }"
if [ $mecab = yes ]; then
  m=$(median < "$work/mecab")
  printf '%-34s %6.1f MB/s\n' "mecab -Owakati, as a process" "$m"
  awk "BEGIN { printf \"%-34s %6.2f\n\", \"  end to end / mecab\", $a / $m }"
fi

# A file of 15 kB, as a whole process, with the caches there. CPU time holds better
# than the clock on a busy machine.
go build -tags cli -o "$work/cli" ./cmd/yakkan
{ head -c 15000 "$work/all.txt" | iconv -c -f UTF-8 -t UTF-8 2> /dev/null || true; } > "$work/15k.txt" # a character cut at the end goes
export YAKKAN_CACHE="$work/cache"
"$work/yakkan" version > /dev/null
"$work/cli" version > /dev/null
cpu() { # CPU seconds of a command
  local TIMEFORMAT='%U %S'
  { time "$@" > /dev/null 2>&1 || true; } 2>&1 | awk '{ print $1 + $2 }'
}
for _ in $(seq $((rounds * 5))); do
  cpu "$work/yakkan" analyze "$work/15k.txt" >> "$work/cpu"
  cpu "$work/yakkan" --help >> "$work/cpustart"
  cpu "$work/cli" analyze "$work/15k.txt" >> "$work/cpucli"
  seconds sh -c "'$work/yakkan' analyze '$work/15k.txt' || true" >> "$work/cold"
done
# What was just written lies in the page cache in pieces of up to 2 MB, of which one
# look brings all; read from the disk again, as an installed program is, it does not.
for f in "$work/yakkan" "$work/cli" "$work"/cache/*; do sync "$f" && dd if="$f" iflag=nocache count=0 status=none; done
row() { awk "BEGIN { printf \"%-42s %6.$3f %s\n\", \"$1\", $2, \"$4\" }"; }
row "a 15 kB file, the whole process" "1000 * $(median < "$work/cold")" 0 "ms (reach: 30)"
row "  CPU time" "1000 * $(median < "$work/cpu")" 0 ms
row "  of it, a process that does nothing" "1000 * $(median < "$work/cpustart")" 0 ms
row "  CPU time, built with -tags cli" "1000 * $(median < "$work/cpucli")" 0 ms
if ! [ -x /usr/bin/time ]; then
  echo "memory and sizes: skipped, /usr/bin/time is not installed (Debian: time)"
  exit
fi
# measured FORMAT PROGRAM ARG...: medians of what /usr/bin/time says.
measured() {
  local format=$1; shift
  for _ in $(seq "$rounds"); do
    /usr/bin/time -f "$format" -o "$work/said" "$@" > /dev/null 2>&1 || true
    tail -n 1 "$work/said"
  done | awk '{ print $1 + $2 }' | median
}
row "peak memory, the 15 kB file" "$(measured '%M 0' "$work/yakkan" analyze "$work/15k.txt") / 1024" 1 "MiB (reach: 48)"
row "  built with -tags cli" "$(measured '%M 0' "$work/cli" analyze "$work/15k.txt") / 1024" 1 MiB
row "peak memory, all texts" "$(measured '%M 0' "$work/yakkan" analyze --format jsonl "$texts") / 1024" 1 MiB

# The texts again and again as one document: cost must grow with its size.
echo "one document of      CPU seconds   a megabyte   peak MiB"
while [ "$(wc -c < "$work/all.txt")" -lt 10000000 ]; do cat "$work/all.txt" "$work/all.txt" > "$work/twice" && mv "$work/twice" "$work/all.txt"; done
for kb in 15 150 1500 5000 10000; do
  { head -c ${kb}000 "$work/all.txt" | iconv -c -f UTF-8 -t UTF-8 2> /dev/null || true; } > "$work/one.txt"
  run=("$work/yakkan" analyze --format jsonl --max-provisions 1000000 --timeout 600 "$work/one.txt")
  awk "BEGIN { s = $(measured '%U %S' "${run[@]}"); printf \"%10d kB %16.2f %12.2f %10.0f\n\", $kb, s, s / ($kb / 1000), $(measured '%M 0' "${run[@]}") / 1024 }"
done
