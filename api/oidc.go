package api

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// OIDCConfig says whose tokens are accepted and how their claims are read.
type OIDCConfig struct {
	Issuer        string  // https://id.example.com
	Audience      string  // who tokens must be meant for
	TenantClaim   string  // whose value is the tenant; "" means "sub": everybody for himself
	ScopesClaim   string  // a list or words separated by spaces; "" means "scope"
	DefaultScopes []Scope // of tokens that name none of ours
	Client        *http.Client
}

// OIDC identifies callers by tokens of an identity provider. The provider is
// asked for its keys when the first token comes, again after a failure, and when
// a token is signed with a key not seen before. Make it with NewOIDC.
type OIDC struct {
	config OIDCConfig

	mu       sync.Mutex
	verifier *oidc.IDTokenVerifier
	failed   time.Time
}

// NewOIDC returns an authenticator. It does not ask the provider yet.
func NewOIDC(c OIDCConfig) (*OIDC, error) {
	if c.Issuer == "" || c.Audience == "" {
		return nil, errors.New("OIDC needs an issuer and an audience")
	}
	if !strings.HasPrefix(c.Issuer, "https://") && !strings.HasPrefix(c.Issuer, "http://localhost") && !strings.HasPrefix(c.Issuer, "http://127.0.0.1") {
		return nil, fmt.Errorf("the OIDC issuer %s must be an https:// address", c.Issuer)
	}
	if c.TenantClaim == "" {
		c.TenantClaim = "sub"
	}
	if c.ScopesClaim == "" {
		c.ScopesClaim = "scope"
	}
	if c.Client == nil {
		c.Client = &http.Client{Timeout: 5 * time.Second}
	}
	return &OIDC{config: c}, nil
}

// pauseOIDC is how long the provider is not asked after a failure.
const pauseOIDC = 2 * time.Second

// ready returns what verifies tokens, asking the provider if need be.
func (o *OIDC) ready() (*oidc.IDTokenVerifier, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.verifier != nil {
		return o.verifier, nil
	}
	if time.Since(o.failed) < pauseOIDC {
		return nil, errAwayOIDC
	}
	// The context lives as long as the verifier, which fetches keys by it.
	p, err := oidc.NewProvider(oidc.ClientContext(context.Background(), o.config.Client), o.config.Issuer)
	if err != nil {
		o.failed = time.Now()
		return nil, fmt.Errorf("%w: %w", errAwayOIDC, err)
	}
	o.verifier = p.Verifier(&oidc.Config{ClientID: o.config.Audience})
	return o.verifier, nil
}

var errAwayOIDC = errors.New("the identity provider does not answer")

// Ping reports whether tokens can be verified.
func (o *OIDC) Ping(context.Context) error {
	_, err := o.ready()
	return err
}

// Identify implements Authenticator.
func (o *OIDC) Identify(ctx context.Context, credential string) (*Caller, error) {
	if strings.Count(credential, ".") != 2 {
		return nil, ErrNoCaller
	}
	v, err := o.ready()
	if err != nil {
		return nil, &failure{newProblem("identity-away", "認証サーバーが応答しません。しばらくして送り直してください。", "The identity provider does not answer; try again in a while.").header("Retry-After", "5"), err}
	}
	token, err := v.Verify(oidc.ClientContext(ctx, o.config.Client), credential)
	if err != nil {
		return nil, wrongCredential() // why is nothing for the caller, nor for the log: it may hold the token
	}
	var claims map[string]any
	if err := token.Claims(&claims); err != nil {
		return nil, wrongCredential()
	}
	tenant, _ := claims[o.config.TenantClaim].(string)
	if tenant == "" {
		return nil, newProblem("forbidden", "トークンに利用者の組織を示す項目がありません。認証サーバーの設定を確認してください。", "The token does not say which tenant it is for; check the identity provider.")
	}
	c := &Caller{Tenant: o.tenant(tenant), ID: "sub/" + digest(o.config.Issuer, token.Subject)}
	for _, word := range words(claims[o.config.ScopesClaim]) {
		if s := Scope(strings.TrimPrefix(word, "yakkan:")); slices.Contains(Scopes, s) && !slices.Contains(c.Scopes, s) {
			c.Scopes = append(c.Scopes, s)
		}
	}
	if len(c.Scopes) == 0 {
		c.Scopes = o.config.DefaultScopes
	}
	return c, nil
}

// tenant makes a name that no API key has and that says nothing of a person.
func (o *OIDC) tenant(claim string) string { return "oidc:" + digest(o.config.Issuer, claim) }

func digest(parts ...string) string {
	sum := sha256.New()
	for _, p := range parts {
		writeField(sum, []byte(p))
	}
	return encodeID(sum.Sum(nil))
}

// words reads a claim that is a list or words separated by spaces.
func words(claim any) []string {
	switch v := claim.(type) {
	case string:
		return strings.Fields(v)
	case []any:
		var out []string
		for _, x := range v {
			if s, ok := x.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}
