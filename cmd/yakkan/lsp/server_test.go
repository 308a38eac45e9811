package lsp

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/lint"
	"github.com/yakkan/yakkan/builtintest"
)

// check lints with the built-in library and counts the runs.
func check(t testing.TB, runs *int) func(context.Context, string, string) (*lint.Result, error) {
	return func(ctx context.Context, file, text string) (*lint.Result, error) {
		*runs++
		lib := builtintest.Library(t)
		opt := lint.Options{Sources: lib.Legal().Sources}
		for _, c := range lib.List() {
			for _, p := range c.Patterns {
				opt.Rules = append(opt.Rules, lint.Rule{ID: c.Class.ID + "/" + p, Class: c.Class})
			}
		}
		got, err := builtintest.Analyzer(t).Read(ctx, file, []byte(text), analyzer.Options{})
		if err != nil {
			return nil, err
		}
		return lint.Check([]lint.Input{{Report: got.Report, Document: got.Document, Tree: got.Tree, Findings: got.Findings}}, opt), nil
	}
}

// pipe is both ends of a connection.
type pipe struct {
	io.Reader
	io.WriteCloser
}

func (p pipe) Close() error {
	if c, ok := p.Reader.(io.Closer); ok {
		c.Close()
	}
	return p.WriteCloser.Close()
}

// editor is the other side.
type editor struct {
	t    *testing.T
	w    io.WriteCloser
	r    *bufio.Reader
	id   int
	runs int
	done chan struct{}
}

func start(t *testing.T, delay time.Duration) *editor {
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	e := &editor{t: t, w: inW, r: bufio.NewReader(outR), done: make(chan struct{})}
	s := &Server{Check: check(t, &e.runs), Lang: "en", Version: "0", Delay: delay}
	go func() {
		s.Serve(context.Background(), pipe{inR, outW})
		outW.Close()
		close(e.done)
	}()
	t.Cleanup(func() { inW.Close() })
	return e
}

func (e *editor) send(method string, params any, request bool) int {
	m := map[string]any{"jsonrpc": "2.0", "method": method, "params": params}
	if request {
		e.id++
		m["id"] = e.id
	}
	b, err := json.Marshal(m)
	if err != nil {
		e.t.Fatal(err)
	}
	if _, err := fmt.Fprintf(e.w, "Content-Length: %d\r\n\r\n%s", len(b), b); err != nil {
		e.t.Fatal(err)
	}
	return e.id
}

type message struct {
	ID     *int
	Method string
	Params json.RawMessage
	Result json.RawMessage
	Error  *struct{ Code int }
}

func (e *editor) next() message {
	e.t.Helper()
	s := &stream{r: e.r}
	var m message
	if err := s.ReadObject(&m); err != nil {
		e.t.Fatal(err)
	}
	return m
}

func (e *editor) call(method string, params any, v any) {
	e.t.Helper()
	id := e.send(method, params, true)
	for {
		m := e.next()
		if m.ID == nil || *m.ID != id {
			continue
		}
		if m.Error != nil {
			e.t.Fatalf("%s: error %d", method, m.Error.Code)
		}
		if v != nil {
			if err := json.Unmarshal(m.Result, v); err != nil {
				e.t.Fatal(err)
			}
		}
		return
	}
}

func (e *editor) diagnostics() publishParams {
	e.t.Helper()
	for {
		if m := e.next(); m.Method == "textDocument/publishDiagnostics" {
			var p publishParams
			if err := json.Unmarshal(m.Params, &p); err != nil {
				e.t.Fatal(err)
			}
			return p
		}
	}
}

const uri = "file:///terms/%E8%A6%8F%E7%B4%84.md"

const terms = "# 𠮷田名簿利用規約\r\n\r\nこの規約は、つむぎ株式会社（以下「当社」といいます。）と契約者に適用します。\r\n\r\n## 第1条（運用）\r\n\r\n1. 料金は別に定めます。\r\n2. 𠮷田𠮷田のとおり、当社は、必要と判断した場合、契約者データを閲覧することができます。\r\n"

func open(version int, text string) any {
	return map[string]any{"textDocument": map[string]any{"uri": uri, "languageId": "markdown", "version": version, "text": text}}
}

func at(line, char int) map[string]int { return map[string]int{"line": line, "character": char} }

func TestSession(t *testing.T) {
	e := start(t, time.Millisecond)
	var caps struct {
		Capabilities struct{ PositionEncoding string }
	}
	e.call("initialize", map[string]any{"rootUri": nil}, &caps)
	if caps.Capabilities.PositionEncoding != "utf-16" {
		t.Errorf("positions are in %q", caps.Capabilities.PositionEncoding)
	}
	e.send("initialized", map[string]any{}, false)
	e.send("textDocument/didOpen", open(1, terms), false)
	p := e.diagnostics()
	if len(p.Diagnostics) != 1 || p.Version != 1 || p.URI != uri {
		t.Fatalf("got %+v", p)
	}
	d := p.Diagnostics[0]
	line := strings.Split(terms, "\r\n")[7]
	if d.Range.Start != (position{7, 3}) || d.Range.End != (position{7, len([]rune(line)) + 2}) || d.Severity != 1 || !strings.HasPrefix(d.Code, "access/") {
		t.Errorf("got %+v", d)
	}
	var h struct{ Contents markup }
	e.call("textDocument/hover", map[string]any{"textDocument": documentID{uri}, "position": at(7, 20)}, &h)
	if !strings.Contains(h.Contents.Value, "access/") || !strings.Contains(h.Contents.Value, "Q&A 7-53") || !strings.Contains(h.Contents.Value, "legal advice") {
		t.Errorf("hover says %q", h.Contents.Value)
	}
	var none any
	e.call("textDocument/hover", map[string]any{"textDocument": documentID{uri}, "position": at(0, 0)}, &none)
	if none != nil {
		t.Errorf("hover on the title: %v", none)
	}
	var actions []action
	e.call("textDocument/codeAction", map[string]any{"textDocument": documentID{uri}, "range": span{position{7, 10}, position{7, 10}}, "context": map[string]any{"diagnostics": []any{}}}, &actions)
	suppress, clause := "", ""
	for _, a := range actions {
		ed := a.Edit.Changes[uri][0]
		if strings.HasPrefix(a.Title, "suppress") {
			if ed.Range != (span{position{7, 0}, position{7, 0}}) {
				t.Errorf("the comment goes to %v", ed.Range)
			}
			suppress = ed.NewText
		} else {
			clause = ed.NewText
			if ed.Range.Start.Line != 7 || ed.Range.Start.Character != 3 {
				t.Errorf("the clause goes to %v", ed.Range)
			}
		}
	}
	if suppress == "" || clause == "" {
		t.Fatalf("got %+v", actions)
	}
	// The comment alone has no reason, and says so; with one, nothing is left.
	lines := strings.SplitAfter(terms, "\r\n")
	put := func(comment string) string {
		return strings.Join(lines[:7], "") + comment + strings.Join(lines[7:], "")
	}
	change := func(version int, text string) publishParams {
		e.send("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": uri, "version": version}, "contentChanges": []any{map[string]any{"text": text}}}, false)
		return e.diagnostics()
	}
	if p := change(2, put(suppress)); len(p.Diagnostics) != 2 || p.Diagnostics[0].Code != "suppress/no-reason" {
		t.Errorf("got %+v", p)
	}
	if p := change(3, put(strings.Replace(suppress, "  -->", " 監査で確認済み -->", 1))); len(p.Diagnostics) != 0 {
		t.Errorf("got %+v", p)
	}
	e.send("textDocument/didClose", map[string]any{"textDocument": documentID{uri}}, false)
	if p := e.diagnostics(); len(p.Diagnostics) != 0 {
		t.Errorf("after closing: %+v", p)
	}
	e.call("shutdown", nil, nil)
	e.send("exit", nil, false)
	go func() { _, _ = io.Copy(io.Discard, e.r) }()
	select {
	case <-e.done:
	case <-time.After(10 * time.Second):
		t.Error("the server did not exit")
	}
}

// Only the last of several quick changes is analysed.
func TestDebounce(t *testing.T) {
	e := start(t, 150*time.Millisecond)
	e.call("initialize", map[string]any{}, nil)
	for v := 1; v <= 20; v++ {
		e.send("textDocument/didOpen", open(v, terms), false)
	}
	if p := e.diagnostics(); p.Version != 20 || e.runs != 1 {
		t.Errorf("version %d after %d runs, want 20 after 1", p.Version, e.runs)
	}
}

// What cannot be understood is passed over.
func TestBadInput(t *testing.T) {
	e := start(t, time.Millisecond)
	for _, bad := range []string{
		"garbage\r\n\r\n", "Content-Length: x\r\n\r\n", "Content-Length: -5\r\n\r\n", "Content-Length: 4\r\n\r\nnull", "Content-Length: 2\r\n\r\n{}",
		"Content-Length: 9\r\n\r\n{\"method\"", "Content-Length: 2\r\n\r\n[]", strings.Repeat("x", 100_000) + "\r\n\r\n",
		"Content-Length: 56\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\"      }  ",
		"Content-Length: 49\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"exitt\",\"params\":[1,2]}",
	} {
		if _, err := io.WriteString(e.w, bad); err != nil {
			t.Fatal(err)
		}
	}
	e.call("initialize", map[string]any{}, nil)
	id := e.send("textDocument/hover", "no object", true)
	for {
		m := e.next()
		if m.ID != nil && *m.ID == id {
			if m.Error == nil || m.Error.Code != -32602 {
				t.Errorf("got %+v", m)
			}
			break
		}
	}
	e.call("textDocument/hover", map[string]any{"textDocument": documentID{"file:///unknown"}, "position": at(-1, 1<<30)}, nil)
}

func TestPath(t *testing.T) {
	for in, want := range map[string]string{uri: "/terms/規約.md", "untitled:Untitled-1": "Untitled-1", "https://example.com/a/b.md": "b.md", "%zz": "%zz"} {
		if got := path(in); got != want {
			t.Errorf("path(%q) = %q, want %q", in, got, want)
		}
	}
}

// Whatever comes, the server ends with its input and not before, without a panic.
func FuzzServer(f *testing.F) {
	frame := func(s string) []byte { return fmt.Appendf(nil, "Content-Length: %d\r\n\r\n%s", len(s), s) }
	f.Add(frame(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}`))
	f.Add(append(frame(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"a","version":1,"text":"規約"}}}`), frame(`{"jsonrpc":"2.0","id":"x","method":"textDocument/codeAction","params":{"textDocument":{"uri":"a"},"range":{"start":{"line":-1}}}}`)...))
	f.Add(frame(`[{"jsonrpc":"2.0","id":1,"result":null}]`))
	f.Add([]byte("Content-Length: 99999999999\r\n\r\n{"))
	f.Fuzz(func(t *testing.T, in []byte) {
		s := &Server{Delay: time.Hour, Check: func(context.Context, string, string) (*lint.Result, error) {
			return lint.Check(nil, lint.Options{}), nil
		}}
		s.Serve(context.Background(), pipe{bytes.NewReader(in), discard{}})
	})
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) Close() error                { return nil }
