package corpus

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/yakkan/yakkan/analyzer/report"
)

//go:embed summary.html.tmpl
var pageSource string

//go:embed summary.css
var pageStyle string

// pages has the page and its plots. The plots are SVG drawn by the templates,
// coloured by classes alone, so that a strict content policy does not hinder them.
var pages = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("summary").Funcs(template.FuncMap{"add": func(a, b int) int { return a + b }}).Parse(pageSource))
})

// WriteHTML writes the summary as a page that needs nothing else. Every language
// but "en" is Japanese.
func (s *Summary) WriteHTML(w io.Writer, lang string) error {
	return pages().ExecuteTemplate(w, "page", &page{Summary: s, Lang: lang, Style: template.CSS(pageStyle)})
}

// WritePlots writes the body of the page alone, for pages of others.
func (s *Summary) WritePlots(w io.Writer, lang string) error {
	return pages().ExecuteTemplate(w, "plots", &page{Summary: s, Lang: lang})
}

// Style is the style sheet of what WritePlots writes.
func Style() string { return pageStyle }

// page is what the templates read.
type page struct {
	*Summary
	Lang  string
	Style template.CSS
}

// T picks the words in the language of the page.
func (p *page) T(ja, en string) string { return report.In(report.Text{JA: ja, EN: en}, p.Lang) }

// In is a text in the language of the page.
func (p *page) In(t report.Text) string { return report.In(t, p.Lang) }

// bar is a bar of a plot, in units of the plot.
type bar struct {
	Label, Class, Title string
	N                   int
	Share               string
	X, Y, W, H          float64
	Text                float64 // where the figure begins
}

// Bottom is where the row of a bar ends, Base where its words stand, Mid and
// Above where the figure over an upright bar stands.
func (b bar) Bottom() float64 { return b.Y + b.H + 4 }
func (b bar) Base() float64   { return b.Y + b.H - 4 }
func (b bar) Mid() float64    { return b.X + b.W/2 }
func (b bar) Above() float64  { return b.Y - 3 }

// Short is the label as far as there is room for it.
func (b bar) Short() string {
	width, at := 0, 0
	for i, r := range b.Label {
		w := 1
		if r > 0xff {
			w = 2
		}
		if width += w; width > 27 {
			return b.Label[:at] + "…"
		}
		at = i + len(string(r))
	}
	return b.Label
}

// barRow is the height of a row of horizontal bars, barWidth the width of the longest.
const barRow, barWidth = 26.0, 240.0

// across makes horizontal bars of shares of a whole.
func across(bars []bar, whole int) []bar {
	for i := range bars {
		b := &bars[i]
		share := 0.0
		if whole > 0 {
			share = float64(b.N) / float64(whole)
		}
		b.Share = fmt.Sprintf("%.1f%%", 100*share)
		b.X, b.Y, b.W, b.H = 0, float64(i)*barRow+4, round(barWidth*share), barRow-8
		b.Text = b.W + 6
	}
	return bars
}

func round(v float64) float64 { return math.Round(v*10) / 10 }

// VerdictBars are the documents by verdict.
func (p *page) VerdictBars() []bar {
	var bars []bar
	for _, l := range p.Labels.Verdicts {
		if n := p.Verdicts[l.ID]; n > 0 {
			bars = append(bars, bar{Label: p.In(l.Label), Class: "v-" + l.ID, N: n})
		}
	}
	return across(bars, p.Read())
}

// OverlayBars are the documents by overlay.
func (p *page) OverlayBars() []bar {
	var bars []bar
	for _, l := range p.Labels.Overlays {
		if n := p.Overlays[l.ID]; n > 0 {
			bars = append(bars, bar{Label: p.In(l.Label), Class: "plain", N: n})
		}
	}
	return across(bars, p.Read())
}

// ClassGroup is the classes of one group.
type ClassGroup struct {
	Name string
	Bars []bar
}

// ClassGroups are the classes by the share of documents that have them.
func (p *page) ClassGroups() []ClassGroup {
	var out []ClassGroup
	for _, g := range []struct{ id, ja, en string }{
		{"power", "事業者の権限", "powers of the vendor"}, {"support", "例外を支える定め", "clauses for the exception"},
		{"division", "責任の分担", "division of responsibility"}, {"context", "その他", "context"},
	} {
		var bars []bar
		for _, c := range p.Classes {
			if c.Group == g.id {
				bars = append(bars, bar{Label: p.In(c.Label), Class: "g-" + g.id, Title: c.Class, N: c.Documents})
			}
		}
		if len(bars) > 0 {
			out = append(out, ClassGroup{p.T(g.ja, g.en), across(bars, p.Read())})
		}
	}
	return out
}

// The size of the plots of scores, in units of the plot; the scores 0 to 100 are
// five units wide.
const plotW, plotH = 505.0, 180.0

// Histogram makes upright bars of documents by score, five scores a bar; 100 is
// with the last.
func (p *page) Histogram(scores []int, class string) []bar {
	bins := make([]int, 20)
	for v, n := range scores {
		bins[min(v/5, 19)] += n
	}
	top := max(1, slices.Max(bins))
	var bars []bar
	for i, n := range bins {
		h := round(plotH * float64(n) / float64(top))
		to := i*5 + 4
		if i == 19 {
			to = 100
		}
		bars = append(bars, bar{Class: class, N: n, Title: fmt.Sprintf("%d–%d: %d", i*5, to, n), X: float64(i)*25 + 2, Y: plotH - h, W: 22, H: h})
	}
	return bars
}

// Median is the score that half of the documents do not exceed.
func (p *page) Median(scores []int) int { return median(scores) }

// dot is a mark of the scatter plot.
type dot struct {
	X, Y, R float64
	Title   string
}

// Dots are the documents by both scores; the area of a dot grows with the number
// of documents that share its place.
func (p *page) Dots() []dot {
	most := 1
	for _, q := range p.Pairs {
		most = max(most, q.Documents)
	}
	dots := make([]dot, 0, len(p.Pairs))
	for _, q := range p.Pairs {
		r := 2.5 + 9.5*math.Sqrt(float64(q.Documents)/float64(most))
		if most == 1 {
			r = 4
		}
		dots = append(dots, dot{X: float64(5 * q.Defeat), Y: float64(3 * (100 - q.Division)), R: round(r), Title: fmt.Sprintf("%d / %d: %d", q.Defeat, q.Division, q.Documents)})
	}
	return dots
}

// ReasonBars are the reasons of what could not be read.
func (p *page) ReasonBars() []bar {
	var bars []bar
	for _, r := range p.Reasons {
		bars = append(bars, bar{Label: r.Code, Class: "bad", Title: p.In(r.Message), N: r.Unreadable + r.Partial})
	}
	return across(bars, max(1, p.Counts.Unreadable+p.Counts.Partial))
}

// VerdictLabel is a verdict in words.
func (p *page) VerdictLabel(id string) string {
	for _, l := range p.Labels.Verdicts {
		if l.ID == id {
			return p.In(l.Label)
		}
	}
	return id
}

// Ends are the two lists of documents with their headings.
func (p *page) Ends() []struct {
	Name string
	List []Standing
} {
	return []struct {
		Name string
		List []Standing
	}{{p.T("指標「例外への依拠しにくさ」の高い文書", "Highest: hard to rely on the exception"), p.Worst}, {p.T("指標「例外への依拠しにくさ」の低い文書", "Lowest: hard to rely on the exception"), p.Best}}
}

// Basis says what the results depend on.
func (p *page) Basis() string {
	var parts []string
	for _, k := range []string{"version", "library", "dictionary", "law_version"} {
		if v := p.Settings[k]; v != "" {
			parts = append(parts, k+" "+v)
		}
	}
	return strings.Join(parts, " · ")
}
