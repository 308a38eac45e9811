package main

import (
	"io"
	"os"
	"unicode/utf8"

	"golang.org/x/term"
)

// screen is a terminal on which text of documents and names of files are shown.
// Characters in them that would steer it (escape sequences, other controls, and
// those that turn the direction of writing) appear as U+FFFD; of escape sequences
// only colours pass, which reports have. What goes to a file or a pipe is not
// touched.
type screen struct {
	f    *os.File
	rest []byte // the beginning of a character or a colour whose end was not written yet
}

// onScreen returns f, as a screen if it is a terminal.
func onScreen(f *os.File) io.Writer {
	if term.IsTerminal(int(f.Fd())) {
		return &screen{f: f}
	}
	return f
}

// terminalOf returns the file that w writes to where it is a terminal.
func terminalOf(w io.Writer) (*os.File, bool) {
	switch w := w.(type) {
	case *screen:
		return w.f, true
	case *os.File:
		return w, term.IsTerminal(int(w.Fd()))
	}
	return nil, false
}

func (s *screen) Write(p []byte) (int, error) {
	var shown []byte
	shown, s.rest = harmless(append(s.rest, p...))
	if _, err := s.f.Write(shown); err != nil {
		return 0, err
	}
	return len(p), nil
}

// harmless returns text as a screen shows it, and what at its end is to be looked
// at again with what follows.
func harmless(text []byte) (shown, rest []byte) {
	shown = make([]byte, 0, len(text))
	for len(text) > 0 {
		switch n := colour(text); {
		case n > 0:
			shown, text = append(shown, text[:n]...), text[n:]
			continue
		case n < 0 || !utf8.FullRune(text) || len(text) == 1 && text[0] == '\r':
			return shown, text
		}
		r, n := utf8.DecodeRune(text)
		switch {
		case r == '\n' || r == '\t' || r == '\r' && text[1] == '\n':
			shown = append(shown, byte(r))
		case r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			shown = utf8.AppendRune(shown, utf8.RuneError)
		default:
			shown = utf8.AppendRune(shown, r)
		}
		text = text[n:]
	}
	return shown, nil
}

// colour returns how long the colour sequence is that text begins with, ESC [
// numbers m; 0 if there is none, -1 if it may be one that goes on.
func colour(text []byte) int {
	const longest = 16
	for i, b := range text[:min(len(text), longest)] {
		switch {
		case i == 0 && b == 0x1b, i == 1 && b == '[', i > 1 && (b >= '0' && b <= '9' || b == ';'):
		case i > 1 && b == 'm':
			return i + 1
		default:
			return 0
		}
	}
	if len(text) >= longest {
		return 0
	}
	return -1
}
