// SARIF 2.1.0, as code scanning and editors read it. Own structs: the fields that
// are written are the fields that are meant. Columns and offsets are UTF-16 units
// (columnKind), URIs are relative to %SRCROOT%, and an issue keeps its fingerprint
// when its article is renumbered.

package lint

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool               sarifTool                `json:"tool"`
	Language           string                   `json:"language"`
	ColumnKind         string                   `json:"columnKind"`
	OriginalURIBaseIDs map[string]sarifLocation `json:"originalUriBaseIds"`
	Invocations        []sarifInvocation        `json:"invocations"`
	Artifacts          []sarifArtifact          `json:"artifacts"`
	Results            []sarifResult            `json:"results"`
	Taxonomies         []sarifComponent         `json:"taxonomies,omitempty"`
}

type sarifTool struct {
	Driver sarifComponent `json:"driver"`
}

type sarifComponent struct {
	Name             string           `json:"name"`
	Version          string           `json:"version,omitempty"`
	InformationURI   string           `json:"informationUri,omitempty"`
	FullDescription  *sarifMessage    `json:"fullDescription,omitempty"`
	ShortDescription *sarifMessage    `json:"shortDescription,omitempty"`
	Rules            []sarifRule      `json:"rules,omitempty"`
	Taxa             []sarifRule      `json:"taxa,omitempty"`
	Properties       map[string]any   `json:"properties,omitempty"`
	Supported        []sarifReference `json:"supportedTaxonomies,omitempty"`
}

type sarifRule struct {
	ID               string              `json:"id"`
	Name             string              `json:"name,omitempty"`
	ShortDescription *sarifMessage       `json:"shortDescription,omitempty"`
	FullDescription  *sarifMessage       `json:"fullDescription,omitempty"`
	Help             *sarifMessage       `json:"help,omitempty"`
	HelpURI          string              `json:"helpUri,omitempty"`
	Default          *sarifConfiguration `json:"defaultConfiguration,omitempty"`
	Relationships    []sarifRelationship `json:"relationships,omitempty"`
	Properties       map[string]any      `json:"properties,omitempty"`
}

type sarifConfiguration struct {
	Level string `json:"level"`
}

type sarifRelationship struct {
	Target sarifReference `json:"target"`
	Kinds  []string       `json:"kinds"`
}

type sarifReference struct {
	ID            string          `json:"id,omitempty"`
	Index         *int            `json:"index,omitempty"`
	Name          string          `json:"name,omitempty"`
	ToolComponent *sarifReference `json:"toolComponent,omitempty"`
}

type sarifMessage struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifInvocation struct {
	ExecutionSuccessful bool                `json:"executionSuccessful"`
	Notifications       []sarifNotification `json:"toolExecutionNotifications,omitempty"`
}

type sarifNotification struct {
	Level     string          `json:"level"`
	Message   sarifMessage    `json:"message"`
	Locations []sarifLocated  `json:"locations,omitempty"`
	Desc      *sarifReference `json:"descriptor,omitempty"`
}

type sarifArtifact struct {
	Location sarifLocation     `json:"location"`
	Hashes   map[string]string `json:"hashes"`
	Length   int               `json:"length"`
	Encoding string            `json:"encoding,omitempty"`
	MimeType string            `json:"mimeType,omitempty"`
}

type sarifLocation struct {
	URI         string        `json:"uri,omitempty"`
	URIBaseID   string        `json:"uriBaseId,omitempty"`
	Index       *int          `json:"index,omitempty"`
	Description *sarifMessage `json:"description,omitempty"`
}

type sarifResult struct {
	RuleID       string             `json:"ruleId"`
	RuleIndex    int                `json:"ruleIndex"`
	Level        string             `json:"level"`
	Rank         float64            `json:"rank"`
	Message      sarifMessage       `json:"message"`
	Locations    []sarifLocated     `json:"locations"`
	Fingerprints map[string]string  `json:"partialFingerprints,omitempty"`
	Suppressions []sarifSuppression `json:"suppressions"`
	Baseline     string             `json:"baselineState,omitempty"`
	Fixes        []sarifFix         `json:"fixes,omitempty"`
	Properties   map[string]any     `json:"properties,omitempty"`
}

type sarifLocated struct {
	Physical sarifPhysical  `json:"physicalLocation"`
	Logical  []sarifLogical `json:"logicalLocations,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifLocation `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifRegion struct {
	StartLine   int           `json:"startLine"`
	StartColumn int           `json:"startColumn"`
	EndLine     int           `json:"endLine"`
	EndColumn   int           `json:"endColumn"`
	CharOffset  *int          `json:"charOffset,omitempty"`
	CharLength  *int          `json:"charLength,omitempty"`
	ByteOffset  *int          `json:"byteOffset,omitempty"`
	ByteLength  *int          `json:"byteLength,omitempty"`
	Snippet     *sarifContent `json:"snippet,omitempty"`
}

type sarifContent struct {
	Text string `json:"text"`
}

type sarifLogical struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
}

type sarifSuppression struct {
	Kind          string         `json:"kind"` // inSource, external
	Status        string         `json:"status"`
	Justification string         `json:"justification"`
	Location      *sarifLocated  `json:"location,omitempty"`
	Properties    map[string]any `json:"properties,omitempty"`
}

type sarifFix struct {
	Description sarifMessage          `json:"description"`
	Changes     []sarifArtifactChange `json:"artifactChanges"`
}

type sarifArtifactChange struct {
	Artifact     sarifLocation      `json:"artifactLocation"`
	Replacements []sarifReplacement `json:"replacements"`
}

type sarifReplacement struct {
	Deleted  sarifRegion  `json:"deletedRegion"`
	Inserted sarifContent `json:"insertedContent"`
}
