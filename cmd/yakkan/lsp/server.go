// Package lsp is the language server: while terms are written, an editor shows
// what lint finds, why, and what could be done.
//
// A document is analysed when it has not changed for a moment. One analysis runs
// at a time; a newer version of the text makes an older one obsolete. Whatever
// the editor sends, the server answers or passes it over, and does not exit.
package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"sync"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/yakkan/yakkan/analyzer/lint"
)

// Server speaks with one editor.
type Server struct {
	// Check lints the text of a file by the settings that hold there.
	Check   func(ctx context.Context, file, text string) (*lint.Result, error)
	Lang    string
	Version string
	Delay   time.Duration // after the last change; 0 means 300 ms

	mu   sync.Mutex // guards docs
	docs map[string]*doc
	work sync.Mutex // one analysis at a time
	wait sync.WaitGroup
}

// doc is an open document.
type doc struct {
	version int
	text    string
	timer   *time.Timer
	result  *lint.Result // of seen
	seen    int          // version that result is of
}

const (
	most    = 1000     // documents that may be open
	largest = 16 << 20 // bytes of a document
)

// Serve speaks with an editor until it goes away or asks to exit.
func (s *Server) Serve(ctx context.Context, rwc io.ReadWriteCloser) {
	if s.Delay == 0 {
		s.Delay = 300 * time.Millisecond
	}
	s.docs = map[string]*doc{}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	quiet := jsonrpc2.SetLogger(log.New(io.Discard, "", 0))
	conn := jsonrpc2.NewConn(ctx, newStream(rwc), jsonrpc2.HandlerWithError(s.handle).SuppressErrClosed(), quiet)
	select {
	case <-conn.DisconnectNotify():
	case <-ctx.Done():
		conn.Close()
	}
	cancel()
	s.mu.Lock()
	for uri := range s.docs {
		s.forget(uri)
	}
	s.mu.Unlock()
	s.wait.Wait()
}

// handle answers one message. A panic becomes an error to the editor.
func (s *Server) handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) (answer any, err error) {
	defer func() {
		if p := recover(); p != nil {
			answer, err = nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: fmt.Sprintf("internal error in %s", req.Method)}
		}
	}()
	switch req.Method {
	case "initialize":
		return map[string]any{
			"serverInfo": map[string]string{"name": "yakkan", "version": s.Version},
			"capabilities": map[string]any{
				"positionEncoding":   "utf-16",
				"textDocumentSync":   map[string]any{"openClose": true, "change": 1},
				"hoverProvider":      true,
				"codeActionProvider": map[string]any{"codeActionKinds": []string{"quickfix"}},
			},
		}, nil
	case "textDocument/didOpen":
		var p openParams
		if err := read(req, &p); err != nil {
			return nil, err
		}
		s.change(ctx, conn, p.Document.URI, p.Document.Version, p.Document.Text)
	case "textDocument/didChange":
		var p changeParams
		if err := read(req, &p); err != nil {
			return nil, err
		}
		if n := len(p.Changes); n > 0 && p.Changes[n-1].Range == nil {
			s.change(ctx, conn, p.Document.URI, p.Document.Version, p.Changes[n-1].Text)
		}
	case "textDocument/didClose":
		var p documentParams
		if err := read(req, &p); err != nil {
			return nil, err
		}
		s.mu.Lock()
		s.forget(p.Document.URI)
		s.mu.Unlock()
		_ = conn.Notify(ctx, "textDocument/publishDiagnostics", publishParams{URI: p.Document.URI, Diagnostics: []diagnostic{}})
	case "textDocument/hover":
		var p hoverParams
		if err := read(req, &p); err != nil {
			return nil, err
		}
		return s.hover(p), nil
	case "textDocument/codeAction":
		var p actionParams
		if err := read(req, &p); err != nil {
			return nil, err
		}
		return s.actions(p), nil
	case "shutdown":
		return nil, nil
	case "exit":
		go conn.Close()
	default:
		if !req.Notif {
			return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: "there is no method " + req.Method}
		}
	}
	return nil, nil
}

func read(req *jsonrpc2.Request, v any) error {
	if req.Params == nil {
		return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: req.Method + " needs parameters"}
	}
	if err := json.Unmarshal(*req.Params, v); err != nil {
		return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: "the parameters of " + req.Method + " cannot be read"}
	}
	return nil
}

// change takes a new text and analyses it when it has rested for a moment.
func (s *Server) change(ctx context.Context, conn *jsonrpc2.Conn, uri string, version int, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.docs[uri]
	if d == nil {
		if len(s.docs) >= most {
			return
		}
		d = &doc{seen: -1}
		s.docs[uri] = d
	}
	if len(text) > largest {
		text = ""
	}
	d.version, d.text = version, text
	if d.timer != nil && d.timer.Stop() {
		s.wait.Done()
	}
	s.wait.Add(1)
	d.timer = time.AfterFunc(s.Delay, func() {
		defer s.wait.Done()
		s.check(ctx, conn, uri, version)
	})
}

// forget drops a document. The caller holds mu.
func (s *Server) forget(uri string) {
	if d := s.docs[uri]; d != nil {
		if d.timer != nil && d.timer.Stop() {
			s.wait.Done()
		}
		delete(s.docs, uri)
	}
}

// check analyses a version of a document and tells the editor what was found.
func (s *Server) check(ctx context.Context, conn *jsonrpc2.Conn, uri string, version int) {
	s.work.Lock()
	defer s.work.Unlock()
	s.mu.Lock()
	d := s.docs[uri]
	if d == nil || d.version != version || ctx.Err() != nil {
		s.mu.Unlock()
		return
	}
	text := d.text
	s.mu.Unlock()
	r, err := s.result(ctx, uri, text)
	if err != nil {
		_ = conn.Notify(ctx, "window/showMessage", map[string]any{"type": 1, "message": "yakkan: " + err.Error()})
		return
	}
	s.mu.Lock()
	current := s.docs[uri] == d && d.version == version
	if current {
		d.result, d.seen = r, version
	}
	s.mu.Unlock()
	if current {
		_ = conn.Notify(ctx, "textDocument/publishDiagnostics", publishParams{URI: uri, Version: version, Diagnostics: s.diagnostics(r)})
	}
}

// result lints a text; a panic is an error.
func (s *Server) result(ctx context.Context, uri, text string) (r *lint.Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("internal error")
		}
	}()
	return s.Check(ctx, path(uri), text)
}

// found returns the result of the text as it is now, or nil.
func (s *Server) found(uri string) (*lint.Result, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.docs[uri]
	if d == nil || d.result == nil || d.seen != d.version {
		return nil, ""
	}
	return d.result, d.text
}
