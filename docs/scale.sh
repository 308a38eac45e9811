#!/bin/sh
# Measures runs over a whole corpus: rate, memory, being killed, workers on Redis.
#
#   docs/scale.sh [DOCUMENTS [FOLDER]]      2000 documents; the folder is kept
#   ONLY=workers docs/scale.sh 2000         one and two worker processes alone
#   ROUNDS=5                                how often these are measured; 2
#
# It needs redis-server for the second half, GNU time for the memory, and some 400 KB
# of disk a document. What it prints is docs/scale.md's table.
set -eu
n=${1:-2000}
cd "$(dirname "$0")/.."
tmp=${2:-$(mktemp -d)}
[ $# -ge 2 ] && keep=1 || keep=
mkdir -p "$tmp"
trap 'kill $redis $workers 2>/dev/null || true; [ -n "$keep" ] || rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM
redis= workers=
go build -o "$tmp/yakkan" ./cmd/yakkan
go build -o "$tmp/scale" ./docs/_scale
[ -d "$tmp/corpus" ] || "$tmp/scale" generate "$tmp/corpus" "$n"
now() { date +%s.%N; }
since() { echo "$(now) $1" | awk '{printf "%.2f", $1 - $2}'; }
files="documents.csv findings.csv documents.parquet findings.parquet reports.jsonl unreadable.jsonl summary.json summary.html batch.json"
same() { for f in $files; do cmp "$tmp/once/$f" "$1/$f" || exit 1; done; }

if [ "${ONLY:-}" != workers ]; then
echo "== one process, $n documents"
rm -rf "$tmp/once"
begin=$(now)
if [ -x /usr/bin/time ]; then
	/usr/bin/time -f 'wall %e s, CPU %U + %S s, peak %M KB' "$tmp/yakkan" batch "$tmp/corpus" --out "$tmp/once" || [ $? = 3 ]
else
	"$tmp/yakkan" batch "$tmp/corpus" --out "$tmp/once" || [ $? = 3 ]
fi
seconds=$(since "$begin")
rows=$(($(wc -l <"$tmp/once/documents.csv") - 1))
echo "rows of documents: $rows"

echo "== killed five times with -9 and resumed"
rm -rf "$tmp/killed"
kills=0 resume=
while [ $kills -lt 5 ]; do
	"$tmp/yakkan" batch "$tmp/corpus" --out "$tmp/killed" $resume >/dev/null 2>&1 &
	pid=$!
	sleep "$(awk -v s="$seconds" -v k="$kills" 'BEGIN {srand(k); printf "%.2f", s * (0.05 + rand() / 8)}')"
	kill -9 $pid 2>/dev/null || true
	wait $pid 2>/dev/null || true
	[ -f "$tmp/killed/batch.json" ] && resume=--resume
	kills=$((kills + 1))
	echo "kill $kills: $(ls "$tmp/killed/.yakkan/parts" 2>/dev/null | wc -l) parts"
done
"$tmp/yakkan" batch "$tmp/corpus" --out "$tmp/killed" --resume >/dev/null || [ $? = 3 ]
same "$tmp/killed"
echo "the results are the same bytes"
rm -rf "$tmp/killed"
fi

command -v redis-server >/dev/null || { echo "there is no redis-server; workers are not measured"; exit 0; }
redis-server --port 16411 --bind 127.0.0.1 --dir "$tmp" --appendonly yes --save '' >/dev/null &
redis=$!
url=redis://127.0.0.1:16411/0
sleep 1
# ticks is the processor time of processes, in hundredths of a second.
ticks() { for p in "$@"; do awk '{print $14 + $15}' "/proc/$p/stat"; done | awk '{s += $1} END {print s + 0}'; }
# spread N runs on N workers with one processor each and adds a line to figures-N:
# seconds, then the processor time of workers, coordinator and Redis in seconds.
spread() {
	workers=
	for i in $(seq "$1"); do
		GOMAXPROCS=1 "$tmp/yakkan" worker --redis $url --workers 1 2>/dev/null &
		workers="$workers $!"
	done
	sleep 2
	rm -rf "$tmp/spread"
	w=$(ticks $workers) r=$(ticks $redis) begin=$(now)
	( "$tmp/yakkan" batch "$tmp/corpus" --out "$tmp/spread" --redis $url >/dev/null || [ $? = 3 ]; times >"$tmp/times" )
	took=$(since "$begin")
	w=$(($(ticks $workers) - w)) r=$(($(ticks $redis) - r))
	kill $workers 2>/dev/null || true
	wait $workers 2>/dev/null || true
	workers=
	sed -n 2p "$tmp/times" | tr 'ms' '  ' | awk -v t="$took" -v w=$w -v r=$r -v n="$n" -v k="$1" -v to="$tmp/figures-$1" '{
		c = 60 * $1 + $2 + 60 * $3 + $4; w /= 100; r /= 100; print t, w, c, r >>to
		printf "%d worker(s): %6.2f s, %4.0f documents a second; processor time a document: workers %.2f ms, coordinator %.3f ms, redis %.3f ms\n", k, t, n / t, w * 1000 / n, c * 1000 / n, r * 1000 / n }'
}
echo "== worker processes with one processor each; load average before: $(cut -d' ' -f1-3 /proc/loadavg)"
rm -f "$tmp"/figures-*
for round in $(seq "${ROUNDS:-2}"); do
	spread 1
	spread 2
done
# On two processors two workers can have what the others leave.
awk '{ if (FILENAME ~ /-1$/) { if (!a || $1 < a) a = $1 } else { if (!b || $1 < b) b = $1; if (!w || $2 < w) { w = $2; c = $3 + $4 } } }
	END { printf "from one to two by the clock, the best of each: %.2f times; by processor time on two processors: %.2f times\n", a / b, 2 * w / (w + c) }' "$tmp/figures-1" "$tmp/figures-2"
[ "${ONLY:-}" != workers ] || exit 0

echo "== four workers, one of them killed with -9 every second, Redis killed once"
spawn() { "$tmp/yakkan" worker --redis $url --workers 1 2>/dev/null & }
spawn; a=$!; spawn; b=$!; spawn; c=$!; spawn; d=$!
workers="$a $b $c $d"
rm -rf "$tmp/spread"
"$tmp/yakkan" batch "$tmp/corpus" --out "$tmp/spread" --redis $url >/dev/null 2>&1 &
run=$!
kills=0
while kill -0 $run 2>/dev/null; do
	sleep 1
	set -- $workers
	[ $kills -lt 12 ] || continue
	kill -9 "$1" 2>/dev/null || true
	kills=$((kills + 1))
	spawn
	shift
	workers="$* $!"
	if [ $kills = 3 ]; then
		kill -9 $redis
		sleep 2
		redis-server --port 16411 --bind 127.0.0.1 --dir "$tmp" --appendonly yes --save '' >/dev/null &
		redis=$!
	fi
done
wait $run || [ $? = 3 ]
kill $workers 2>/dev/null || true

same "$tmp/spread"
echo "$kills workers were killed; the results are the same bytes"

echo "== stub workers: parts of 300 ms and 300 KB"
"$tmp/scale" simulate $url "$tmp" 300 300
