//go:build !nos3

package corpus

import _ "gocloud.dev/blob/s3blob" // s3://; the tag nos3 leaves it out
