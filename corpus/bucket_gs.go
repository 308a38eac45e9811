//go:build gs

package corpus

import _ "gocloud.dev/blob/gcsblob" // gs://
