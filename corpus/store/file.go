package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// File keeps analyses, texts, keys and claims in one SQLite file, so that they
// survive a restart and a kill. Other processes on the same machine may open
// the same file: `yakkan keys` does while the service runs. Quotas are counted
// in memory. Make it with OpenFile.
//
// What is deleted is overwritten (secure_delete); the write-ahead log may hold
// it until the next checkpoint, which deleting asks for.
type File struct {
	db     *sql.DB // readers
	write  *sql.DB // one connection: SQLite has one writer
	path   string
	quotas *otter.Cache[string, *rate.Limiter]
	stop   context.CancelFunc
	swept  sync.WaitGroup

	// What every request asks is prepared: SQLite would compile it each time.
	key, get    *sql.Stmt // of db: read a key, an analysis
	put, unkeep *sql.Stmt // of write: put an analysis, delete the texts of one
}

var _ Store = (*File)(nil)

const fileSchema = `
CREATE TABLE IF NOT EXISTS analyses (
  tenant  TEXT NOT NULL,
  id      TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  place   TEXT NOT NULL,
  summary BLOB NOT NULL,
  body    BLOB NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT;
CREATE INDEX IF NOT EXISTS analyses_place ON analyses (tenant, place);
CREATE INDEX IF NOT EXISTS analyses_expires ON analyses (expires);
CREATE TABLE IF NOT EXISTS texts (
  tenant  TEXT NOT NULL,
  id      TEXT NOT NULL,
  n       INTEGER NOT NULL,
  name    TEXT NOT NULL,
  media   TEXT NOT NULL,
  expires INTEGER NOT NULL,
  data    BLOB NOT NULL,
  PRIMARY KEY (tenant, id, n)
) STRICT;
CREATE INDEX IF NOT EXISTS texts_expires ON texts (expires);
CREATE TABLE IF NOT EXISTS keys (
  id      TEXT NOT NULL PRIMARY KEY,
  created INTEGER NOT NULL,
  revoked INTEGER NOT NULL,
  value   TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS claims (
  tenant      TEXT NOT NULL,
  key         TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  done        INTEGER NOT NULL,
  expires     INTEGER NOT NULL,
  PRIMARY KEY (tenant, key)
) STRICT;
`

// fileVersion is the version of the schema, in PRAGMA user_version.
const fileVersion = 2

// OpenFile opens the store in a folder and makes both if need be. The errors
// say what to do: the folder cannot be made, cannot be written, is full.
func OpenFile(dir string) (*File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder %s: %w", dir, err)
	}
	path := filepath.Join(dir, "yakkan.db")
	// The file must not be readable to others from its first moment.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: give the user of the service the right to write there: %w", ErrReadOnly, path, err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	s := &File{path: path, quotas: newQuotas()}
	if s.write, err = openSQLite(path, "&_txlock=immediate", 1); err != nil {
		return nil, err
	}
	if s.db, err = openSQLite(path, "", 4); err != nil {
		s.write.Close()
		return nil, err
	}
	if err := s.migrate(); err != nil {
		s.Close()
		return nil, s.explain("prepare", err)
	}
	if err := s.prepare(); err != nil {
		s.Close()
		return nil, s.explain("prepare", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.swept.Go(func() { s.sweepEvery(ctx, time.Minute) })
	return s, nil
}

func (s *File) prepare() (err error) {
	for _, x := range []struct {
		to  **sql.Stmt
		db  *sql.DB
		sql string
	}{
		{&s.key, s.db, "SELECT revoked, value FROM keys WHERE id = ?"},
		{&s.get, s.db, "SELECT created, expires, summary, body FROM analyses WHERE tenant = ? AND id = ? AND expires >= ?"},
		{&s.put, s.write, "INSERT OR REPLACE INTO analyses (tenant, id, created, expires, place, summary, body) VALUES (?, ?, ?, ?, ?, ?, ?)"},
		{&s.unkeep, s.write, "DELETE FROM texts WHERE tenant = ? AND id = ?"},
	} {
		if *x.to, err = x.db.Prepare(x.sql); err != nil {
			return err
		}
	}
	return nil
}

func openSQLite(path, more string, connections int) (*sql.DB, error) {
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=secure_delete(ON)" + more
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

func (s *File) migrate() error {
	var version int
	if err := s.write.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version > fileVersion {
		return fmt.Errorf("%s was written by a newer yakkan (schema %d, this one knows %d); use that one", s.path, version, fileVersion)
	}
	if version == fileVersion {
		// A write that changes nothing finds out whether writing works.
		_, err := s.write.Exec("DELETE FROM claims WHERE expires < ?", time.Now().UnixMilli())
		return err
	}
	tx, err := s.write.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec(fileSchema + batchSchema); err != nil {
		return err
	}
	if _, err := tx.Exec(fmt.Sprintf("PRAGMA user_version = %d", fileVersion)); err != nil {
		return err
	}
	return tx.Commit()
}

// explain turns an error of SQLite into one that callers can decide by. It
// names the file, never what was written.
func (s *File) explain(doing string, err error) error {
	var e *sqlite.Error
	if err == nil || !errors.As(err, &e) {
		return err
	}
	kind := ErrAway
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		kind = ErrFull
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		kind = ErrReadOnly
	case sqlite3.SQLITE_IOERR:
		// A full disk shows itself as a failed write of the log as well.
		if e.Code() == sqlite3.SQLITE_IOERR_WRITE || e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE {
			kind = ErrFull
		}
	}
	return fmt.Errorf("%w: %s %s: %w", kind, doing, s.path, err)
}

// Kind implements Store.
func (s *File) Kind() string { return "file" }

// Ping implements Store.
func (s *File) Ping(ctx context.Context) error {
	var one int
	return s.explain("read", s.db.QueryRowContext(ctx, "SELECT 1 FROM sqlite_schema LIMIT 1").Scan(&one))
}

// Close implements Store. It writes the log back into the file.
func (s *File) Close() error {
	if s.stop != nil {
		s.stop()
		s.swept.Wait()
	}
	s.quotas.StopAllGoroutines()
	var err error
	for _, prepared := range []*sql.Stmt{s.key, s.get, s.put, s.unkeep} {
		if prepared != nil {
			err = errors.Join(err, prepared.Close())
		}
	}
	return errors.Join(err, s.db.Close(), s.write.Close())
}

// sweepEvery removes what has expired.
func (s *File) sweepEvery(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			_ = s.sweep(ctx, time.Now()) // the next one tries again
		}
	}
}

func (s *File) sweep(ctx context.Context, now time.Time) error {
	gone := int64(0)
	for _, table := range []string{"texts", "analyses", "claims"} {
		r, err := s.write.ExecContext(ctx, "DELETE FROM "+table+" WHERE expires < ?", now.UnixMilli())
		if err != nil {
			return s.explain("remove what expired from", err)
		}
		n, _ := r.RowsAffected()
		gone += n
	}
	if gone > 0 {
		return s.checkpoint(ctx)
	}
	return nil
}

// checkpoint empties the log, which may hold what was deleted.
func (s *File) checkpoint(ctx context.Context) error {
	_, err := s.write.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return s.explain("write back", err)
}

// Put implements Analyses.
func (s *File) Put(ctx context.Context, a *Analysis, texts []Text) error {
	args := []any{a.Tenant, a.ID, a.Created.UnixMilli(), a.Expires.UnixMilli(), cursor(a), a.Summary, a.Body}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return s.explain("write", err)
	}
	defer tx.Rollback()
	if _, err := tx.StmtContext(ctx, s.put).ExecContext(ctx, args...); err != nil {
		return s.explain("write", err)
	}
	if _, err := tx.StmtContext(ctx, s.unkeep).ExecContext(ctx, a.Tenant, a.ID); err != nil {
		return s.explain("write", err)
	}
	for n, t := range texts {
		if _, err := tx.ExecContext(ctx, "INSERT INTO texts (tenant, id, n, name, media, expires, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
			a.Tenant, a.ID, n, t.Name, t.Media, t.Expires.UnixMilli(), t.Data); err != nil {
			return s.explain("write", err)
		}
	}
	return s.explain("write", tx.Commit())
}

// Get implements Analyses.
func (s *File) Get(ctx context.Context, tenant, id string) (*Analysis, error) {
	a := &Analysis{ID: id, Tenant: tenant}
	var created, expires int64
	err := s.get.QueryRowContext(ctx, tenant, id, time.Now().UnixMilli()).
		Scan(&created, &expires, &a.Summary, &a.Body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNotFound
	}
	a.Created, a.Expires = time.UnixMilli(created), time.UnixMilli(expires)
	return a, s.explain("read", err)
}

// Delete implements Analyses.
func (s *File) Delete(ctx context.Context, tenant, id string) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return s.explain("delete from", err)
	}
	defer tx.Rollback()
	if _, err := tx.StmtContext(ctx, s.unkeep).ExecContext(ctx, tenant, id); err != nil {
		return s.explain("delete from", err)
	}
	r, err := tx.ExecContext(ctx, "DELETE FROM analyses WHERE tenant = ? AND id = ?", tenant, id)
	if err != nil {
		return s.explain("delete from", err)
	}
	if err := tx.Commit(); err != nil {
		return s.explain("delete from", err)
	}
	if n, _ := r.RowsAffected(); n == 0 {
		return ErrNotFound
	}
	return s.checkpoint(ctx)
}

// List implements Analyses.
func (s *File) List(ctx context.Context, tenant string, p Page) ([]*Analysis, string, error) {
	after := p.After
	if after == "" {
		after = "~" // behind every digit
	}
	rows, err := s.db.QueryContext(ctx, "SELECT id, created, expires, summary FROM analyses WHERE tenant = ? AND place < ? AND expires >= ? ORDER BY place DESC LIMIT ?",
		tenant, after, time.Now().UnixMilli(), p.Limit+1)
	if err != nil {
		return nil, "", s.explain("read", err)
	}
	defer rows.Close()
	var all []*Analysis
	for rows.Next() {
		a := &Analysis{Tenant: tenant}
		var created, expires int64
		if err := rows.Scan(&a.ID, &created, &expires, &a.Summary); err != nil {
			return nil, "", s.explain("read", err)
		}
		a.Created, a.Expires = time.UnixMilli(created), time.UnixMilli(expires)
		all = append(all, a)
	}
	if err := rows.Err(); err != nil {
		return nil, "", s.explain("read", err)
	}
	return cut(all, p.Limit)
}

// Text implements Analyses.
func (s *File) Text(ctx context.Context, tenant, id string, n int) (*Text, error) {
	var t Text
	var expires int64
	err := s.db.QueryRowContext(ctx, "SELECT name, media, expires, data FROM texts WHERE tenant = ? AND id = ? AND n = ? AND expires >= ?", tenant, id, n, time.Now().UnixMilli()).
		Scan(&t.Name, &t.Media, &expires, &t.Data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNotFound
	}
	t.Expires = time.UnixMilli(expires)
	return &t, s.explain("read", err)
}

// Deleted implements Analyses: one service at a time uses a file.
func (s *File) Deleted(context.Context, func(tenant, id string), func()) {}

// AddKey implements Keys.
func (s *File) AddKey(ctx context.Context, k Key) error {
	value, err := json.Marshal(k)
	if err != nil {
		return fmt.Errorf("encode key %s: %w", k.ID, err)
	}
	_, err = s.write.ExecContext(ctx, "INSERT INTO keys (id, created, revoked, value) VALUES (?, ?, ?, ?)", k.ID, k.Created.UnixMilli(), unixMilli(k.Revoked), string(value))
	return s.explain("write", err)
}

// unixMilli is 0 for the zero time.
func unixMilli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Key implements Keys.
func (s *File) Key(ctx context.Context, id string) (Key, error) {
	var value string
	var revoked int64
	err := s.key.QueryRowContext(ctx, id).Scan(&revoked, &value)
	if errors.Is(err, sql.ErrNoRows) {
		return Key{}, ErrNotFound
	}
	if err != nil {
		return Key{}, s.explain("read", err)
	}
	return decodeKey(value, revoked)
}

func decodeKey(value string, revoked int64) (Key, error) {
	var k Key
	if err := json.Unmarshal([]byte(value), &k); err != nil {
		return Key{}, fmt.Errorf("decode a key: %w", err)
	}
	if revoked != 0 {
		k.Revoked = time.UnixMilli(revoked)
	}
	return k, nil
}

// ListKeys implements Keys.
func (s *File) ListKeys(ctx context.Context) ([]Key, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT revoked, value FROM keys ORDER BY created, id")
	if err != nil {
		return nil, s.explain("read", err)
	}
	defer rows.Close()
	var all []Key
	for rows.Next() {
		var value string
		var revoked int64
		if err := rows.Scan(&revoked, &value); err != nil {
			return nil, s.explain("read", err)
		}
		k, err := decodeKey(value, revoked)
		if err != nil {
			return nil, err
		}
		all = append(all, k)
	}
	return all, s.explain("read", rows.Err())
}

// RevokeKey implements Keys.
func (s *File) RevokeKey(ctx context.Context, id string, at time.Time) error {
	r, err := s.write.ExecContext(ctx, "UPDATE keys SET revoked = ? WHERE id = ?", at.UnixMilli(), id)
	if err != nil {
		return s.explain("write", err)
	}
	if n, _ := r.RowsAffected(); n == 0 {
		return ErrNotFound
	}
	return nil
}

// Claim implements Claims.
func (s *File) Claim(ctx context.Context, tenant, key, fingerprint string) (ClaimState, error) {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return 0, s.explain("write", err)
	}
	defer tx.Rollback()
	now := time.Now()
	var have string
	var done bool
	err = tx.QueryRowContext(ctx, "SELECT fingerprint, done FROM claims WHERE tenant = ? AND key = ? AND expires >= ?", tenant, key, now.UnixMilli()).Scan(&have, &done)
	switch {
	case err == nil && have != fingerprint:
		return Other, nil
	case err == nil && done:
		return Done, nil
	case err == nil:
		return Running, nil
	case !errors.Is(err, sql.ErrNoRows):
		return 0, s.explain("read", err)
	}
	if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO claims (tenant, key, fingerprint, done, expires) VALUES (?, ?, ?, 0, ?)", tenant, key, fingerprint, now.Add(claimTime).UnixMilli()); err != nil {
		return 0, s.explain("write", err)
	}
	return Claimed, s.explain("write", tx.Commit())
}

// Finish implements Claims.
func (s *File) Finish(ctx context.Context, tenant, key, fingerprint string, ttl time.Duration) error {
	_, err := s.write.ExecContext(ctx, "INSERT OR REPLACE INTO claims (tenant, key, fingerprint, done, expires) VALUES (?, ?, ?, 1, ?)", tenant, key, fingerprint, time.Now().Add(ttl).UnixMilli())
	return s.explain("write", err)
}

// Release implements Claims.
func (s *File) Release(ctx context.Context, tenant, key string) error {
	_, err := s.write.ExecContext(ctx, "DELETE FROM claims WHERE tenant = ? AND key = ?", tenant, key)
	return s.explain("write", err)
}

// Take implements Limiter.
func (s *File) Take(_ context.Context, who string, q Quota, n int) (Taken, error) {
	return take(s.quotas, who, q, n), nil
}
