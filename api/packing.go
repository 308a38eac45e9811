package api

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/klauspost/compress/s2"

	"github.com/yakkan/yakkan/corpus/store"
)

// Packing is most of what keeping an analysis takes. What is written to a disk or sent
// to Redis is packed first, which is less work than writing more. A store in memory has
// analyses as they are until nobody waits for a turn: then they are packed, one by one.
// Under load that goes on they may be dropped for newer ones before that.

// packing packs what lies unpacked in a store in memory. The zero value packs at once.
type packing struct {
	memory *store.Memory
	line   chan [2]string // tenant and ID of what is to be packed
}

// packingLine is how many analyses may wait to be packed; those beyond stay as they are.
const packingLine = 4096

// packingPause is how long to wait for a turn that nobody else wants.
const packingPause = 20 * time.Millisecond

func newPacking(s store.Store) packing {
	m, ok := s.(*store.Memory)
	if !ok {
		return packing{}
	}
	return packing{memory: m, line: make(chan [2]string, packingLine)}
}

// body is what to keep of JSON that nobody will change.
func (p *packing) body(b []byte) []byte {
	if p.memory != nil {
		return b
	}
	return pack(b)
}

// kept says that an analysis was kept with what body returned.
func (p *packing) kept(tenant, id string) {
	if p.memory == nil {
		return
	}
	select {
	case p.line <- [2]string{tenant, id}:
	default:
	}
}

// run packs until ctx ends, whenever g has a turn that nobody else wants.
func (p *packing) run(ctx context.Context, g *gate) {
	pause := time.NewTicker(packingPause)
	defer pause.Stop()
	for {
		var next [2]string
		select {
		case <-ctx.Done():
			return
		case next = <-p.line:
		}
		for !g.idle() {
			select {
			case <-ctx.Done():
				return
			case <-pause.C:
			}
		}
		p.memory.Repack(next[0], next[1], func(b []byte) []byte {
			if isPacked(b) {
				return b
			}
			return pack(b)
		})
		g.leave()
	}
}

// isPacked tells packed JSON from JSON by its first byte. A brace would begin what was
// packed from 123 bytes: no analysis is as short.
func isPacked(b []byte) bool { return !bytes.HasPrefix(b, []byte("{")) }

// pack packs JSON.
func pack(b []byte) []byte {
	buf := buffers.Get().(*buffer)
	buf.b = s2.Encode(buf.b[:cap(buf.b)], b)
	out := bytes.Clone(buf.b) // it is encoded into room for what cannot be packed
	buffers.Put(buf)
	return out
}

// stored returns a kept analysis; its JSON may lie in buf.
func stored(k *store.Analysis, buf []byte) (*Analysis, error) {
	a := &Analysis{ID: k.ID, Created: k.Created, Expires: k.Expires, Stored: true}
	if !isPacked(k.Body) {
		a.JSON = append(buf[:0], k.Body...)
		return a, nil
	}
	var err error
	if a.JSON, err = s2.Decode(buf[:cap(buf)], k.Body); err != nil {
		return nil, fmt.Errorf("unpack analysis %s: %w", k.ID, err)
	}
	return a, nil
}
