#!/usr/bin/env bash
# Speed beside kagome and MeCab: medians of interleaved runs on one core.
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
mbs() { # PACKAGE BENCHMARK: megabytes a second, one core
  (cd "$1" && GOMAXPROCS=1 "$work/$(basename "$1").test" -test.run '^$' -test.bench "^$2\$" -test.benchtime 2s) | awk '/MB\/s/ { for (i = 1; i < NF; i++) if ($(i + 1) == "MB/s") print $i }'
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
  mbs analyzer/token BenchmarkKagome >> "$work/kagome"
  if [ $mecab = yes ]; then
    s=$(seconds mecab -b 65536 -Owakati "$work/five.txt")
    awk "BEGIN { print $(wc -c < "$work/five.txt") / $s / 1e6 }" >> "$work/mecab"
  fi
done
a=$(median < "$work/analyze") k=$(median < "$work/kagome")
printf '%-34s %6.1f MB/s\n' "yakkan, end to end" "$a" "kagome, tokenizing alone" "$k"
awk "BEGIN { printf \"%-34s %6.2f (reach: 1)\n\", \"  end to end / kagome\", $a / $k }"
if [ $mecab = yes ]; then
  m=$(median < "$work/mecab")
  printf '%-34s %6.1f MB/s\n' "mecab -Owakati, as a process" "$m"
  awk "BEGIN { printf \"%-34s %6.2f\n\", \"  end to end / mecab\", $a / $m }"
fi

# A file of 15 kB, as a whole process, with the dictionary cache there.
{ head -c 15000 "$work/all.txt" | iconv -c -f UTF-8 -t UTF-8 2> /dev/null || true; } > "$work/15k.txt" # a character cut at the end goes
"$work/yakkan" analyze "$work/15k.txt" > /dev/null || true
for _ in $(seq $((rounds * 5))); do
  seconds sh -c "'$work/yakkan' analyze '$work/15k.txt' || true" >> "$work/cold"
  seconds sh -c "'$work/yakkan' --help" >> "$work/start"
done
awk "BEGIN { printf \"%-34s %6.0f ms (reach: 60)\n\", \"a 15 kB file, the whole process\", 1000 * $(median < "$work/cold") }"
awk "BEGIN { printf \"%-34s %6.0f ms\n\", \"  of it, a process that does nothing\", 1000 * $(median < "$work/start") }"
if [ -x /usr/bin/time ]; then
  for what in "$work/15k.txt" "$texts"; do
    for _ in $(seq "$rounds"); do
      /usr/bin/time -f %M -o "$work/rss" "$work/yakkan" analyze --format jsonl "$what" > /dev/null 2>&1 || true
      tail -n 1 "$work/rss" >> "$work/peak"
    done
    awk "BEGIN { printf \"%-34s %6.1f MiB (reach: 64)\n\", \"peak memory, $([ -d "$what" ] && echo all texts || echo the 15 kB file)\", $(median < "$work/peak") / 1024 }"
    rm "$work/peak"
  done
else
  echo "peak memory: skipped, /usr/bin/time is not installed (Debian: time)"
fi
