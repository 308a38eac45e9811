#!/usr/bin/env bash
# Draws docs/report.svg, the picture in the README, from what the example prints.
set -euo pipefail
cd "$(dirname "$0")/.."
go run ./cmd/yakkan analyze --brief docs/examples/mk-like.md | awk '
  { gsub(/&/, "\\&amp;"); gsub(/</, "\\&lt;"); gsub(/>/, "\\&gt;"); line[NR] = $0 }
  END {
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 %d\" role=\"img\" aria-label=\"yakkan analyze --brief docs/examples/mk-like.md\">\n", NR * 20 + 24
    print "<style>text{font:15px \"Noto Sans Mono CJK JP\",\"IPAGothic\",\"MS Gothic\",\"Osaka-Mono\",monospace;fill:#d6dae0;white-space:pre}.h{font-weight:bold;fill:#fff}.v{font-weight:bold;fill:#ff7b72}.d{fill:#8b949e}</style>"
    printf "<rect width=\"800\" height=\"%d\" rx=\"8\" fill=\"#161b22\"/>\n", NR * 20 + 24
    for (i = 1; i <= NR; i++) {
      if (line[i] ~ /^■/) section = line[i]
      class = line[i] ~ /^■/ || line[i] ~ /^ [0-9]\. / ? "h" : line[i] ~ /^判定/ || line[i] ~ /\/100/ ? "v" : section ~ /この結果/ ? "d" : ""
      printf "<text xml:space=\"preserve\" x=\"16\" y=\"%d\"%s>%s</text>\n", i * 20 + 8, class == "" ? "" : " class=\"" class "\"", line[i]
    }
    print "</svg>"
  }' > docs/report.svg.new
mv docs/report.svg.new docs/report.svg
