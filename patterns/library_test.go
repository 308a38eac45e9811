package patterns

import "testing"

// TestBuiltin loads the built-in library: every mistake in it is a failure.
func TestBuiltin(t *testing.T) {
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(lib.Digest()) != 64 {
		t.Errorf("Digest() = %q, want a SHA-256 in hexadecimal", lib.Digest())
	}
}
