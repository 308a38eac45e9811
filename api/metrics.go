package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/yakkan/yakkan/analyzer/report"
)

// Metrics are what the service counts. No label comes from a document or names
// a tenant.
type Metrics struct {
	registry   *prometheus.Registry
	requests   *prometheus.CounterVec
	seconds    *prometheus.HistogramVec
	documents  *prometheus.CounterVec
	unreadable *prometheus.CounterVec
	findings   *prometheus.CounterVec
	verdicts   *prometheus.CounterVec
	reading    prometheus.Histogram
	stages     *prometheus.HistogramVec
	counted    series[prometheus.Counter]  // of findings, by rule
	timed      series[prometheus.Observer] // of stages, by stage
	chars      prometheus.Counter
	lookups    *prometheus.CounterVec
	inMemory   prometheus.Counter // of lookups
	unstored   prometheus.Counter
}

func newMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "yakkan_requests_total", Help: "Requests by route and status."}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "yakkan_request_seconds", Help: "Time from the header of a request to the end of its answer.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}}, []string{"route"}),
		documents:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "yakkan_documents_total", Help: "Documents analysed, by how far they could be read."}, []string{"state"}),
		unreadable: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "yakkan_unreadable_total", Help: "Reasons why documents could not be read, in part or as a whole."}, []string{"reason"}),
		findings:   prometheus.NewCounterVec(prometheus.CounterOpts{Name: "yakkan_findings_total", Help: "Findings by rule."}, []string{"rule"}),
		verdicts:   prometheus.NewCounterVec(prometheus.CounterOpts{Name: "yakkan_verdicts_total", Help: "Verdicts by the terms alone."}, []string{"verdict"}),
		reading:    prometheus.NewHistogram(prometheus.HistogramOpts{Name: "yakkan_document_seconds", Help: "Time to analyse one document.", Buckets: []float64{.00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .5, 1, 5, 10}}),
		stages: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "yakkan_stage_seconds", Help: "Time of each stage of an analysis: patterns is where the rules are tried.",
			Buckets: []float64{.00005, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .5, 1, 5, 10}}, []string{"stage"}),
		chars:    prometheus.NewCounter(prometheus.CounterOpts{Name: "yakkan_characters_total", Help: "Characters of the documents analysed."}),
		lookups:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "yakkan_report_lookups_total", Help: "Whether a report was there already: memory, store, miss."}, []string{"result"}),
		unstored: prometheus.NewCounter(prometheus.CounterOpts{Name: "yakkan_unstored_total", Help: "Analyses that were answered but not kept because the store was away."}),
	}
	m.inMemory = m.lookups.WithLabelValues("memory")
	m.registry.MustRegister(m.requests, m.seconds, m.documents, m.unreadable, m.findings, m.verdicts, m.reading, m.stages, m.chars, m.lookups, m.unstored,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// ruleset says which program and rules are running.
func (m *Metrics) ruleset(version, digest string) {
	info := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "yakkan_ruleset_info", Help: "The rules in force; always 1."}, []string{"version", "digest"})
	m.registry.MustRegister(info)
	info.WithLabelValues(version, digest).Set(1)
}

// watch shows a gate.
func (m *Metrics) watch(g *gate) {
	m.registry.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "yakkan_analyses_running", Help: "Analyses that run now."}, func() float64 { return float64(len(g.slots)) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "yakkan_analyses_waiting", Help: "Analyses that wait for their turn."}, func() float64 { return float64(g.waiting.Load()) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "yakkan_refused_total", Help: "Analyses refused because too many were waiting."}, func() float64 { return float64(g.refused.Load()) }),
	)
}

// bodies shows how much of requests is in memory: of the first server, should a
// service have several.
func (m *Metrics) bodies(b *budget) {
	_ = m.registry.Register(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "yakkan_body_bytes", Help: "Bytes of all bodies that are read or analysed now."}, func() float64 { return float64(b.used.Load()) }))
}

func (m *Metrics) request(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

// stage observes a stage of an analysis.
func (m *Metrics) stage(name string, took time.Duration) {
	m.timed.of(name, m.stages.WithLabelValues).Observe(took.Seconds())
}

func (m *Metrics) document(r *report.Report) {
	m.documents.WithLabelValues(r.Document.Status).Inc()
	m.chars.Add(float64(r.Document.Chars))
	for _, p := range r.Document.Problems {
		m.unreadable.WithLabelValues(p.Code).Inc()
	}
	if r.Document.Status == "unreadable" {
		return
	}
	m.verdicts.WithLabelValues(r.Verdict.Terms).Inc()
	for i := range r.Findings {
		m.counted.of(r.Findings[i].Rule, m.findings.WithLabelValues).Inc()
	}
}

// Handler writes the metrics in the format of Prometheus.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

// Metrics returns what the service counts.
func (s *Service) Metrics() *Metrics { return s.metrics }
