package queue

import (
	"log/slog"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill"
)

// quietLogger is a log for watermill that says the same once in ten seconds: while
// Redis is away it would be said twice a second. It never says what a job holds.
type quietLogger struct {
	log *slog.Logger
	mu  sync.Mutex
	at  map[string]time.Time
}

// Error implements watermill.LoggerAdapter.
func (l *quietLogger) Error(msg string, err error, fields watermill.LogFields) {
	l.mu.Lock()
	if l.at == nil {
		l.at = map[string]time.Time{}
	}
	quiet := time.Since(l.at[msg]) < 10*time.Second
	if !quiet {
		l.at[msg] = time.Now()
	}
	l.mu.Unlock()
	if quiet || err == nil {
		return
	}
	l.log.Error("queue: "+msg, "error", err.Error(), "retry", fields["retry_no"])
}

// Info implements watermill.LoggerAdapter.
func (l *quietLogger) Info(string, watermill.LogFields) {}

// Debug implements watermill.LoggerAdapter.
func (l *quietLogger) Debug(string, watermill.LogFields) {}

// Trace implements watermill.LoggerAdapter.
func (l *quietLogger) Trace(string, watermill.LogFields) {}

// With implements watermill.LoggerAdapter.
func (l *quietLogger) With(watermill.LogFields) watermill.LoggerAdapter { return l }
