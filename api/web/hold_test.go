package web

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yakkan/yakkan/analyzer"
	"github.com/yakkan/yakkan/analyzer/document"
)

func held(text string) *holding {
	return &holding{tenant: "a", one: &analyzer.Analysis{Document: document.Read("x.txt", []byte(text), document.Options{})}}
}

func TestHolderForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newHolder()
		first := s.put(held("第1条 一"))
		time.Sleep(10 * time.Minute)
		second := s.put(held("第1条 二"))
		if s.get("a", first) == nil {
			t.Fatal("gone before its time")
		}
		if s.get("b", first) != nil {
			t.Error("another tenant got it")
		}
		time.Sleep(14 * time.Minute) // first was asked for, so both have a minute left
		if s.get("a", first) == nil || s.get("a", second) == nil {
			t.Fatal("gone before its time")
		}
		time.Sleep(holdTime + time.Second)
		synctest.Wait()
		if len(s.all) != 0 || s.bytes != 0 || s.timer != nil {
			t.Errorf("%d held, %d bytes, timer %v after the time", len(s.all), s.bytes, s.timer)
		}
		if s.get("a", first) != nil {
			t.Error("got what was dropped")
		}
	})
}

func TestHolderIsBounded(t *testing.T) {
	s := newHolder()
	first := s.put(held("第1条"))
	for range holdMost {
		s.put(held("第1条"))
	}
	if len(s.all) != holdMost || s.get("a", first) != nil {
		t.Errorf("%d held; the oldest is there: %v", len(s.all), s.get("a", first) != nil)
	}
	text := strings.Repeat("約", 150_000)
	for range 20 {
		s.put(held(text))
	}
	if s.bytes > holdBytes {
		t.Errorf("%d bytes held, at most %d", s.bytes, holdBytes)
	}
	if name := s.put(held(text + text)); name != "" {
		t.Error("a document too large is held")
	}
	total := 0
	for _, h := range s.all {
		total += h.weight
	}
	if total != s.bytes {
		t.Errorf("%d bytes counted, %d held", s.bytes, total)
	}
}
