//go:build azblob

package corpus

import _ "gocloud.dev/blob/azureblob" // azblob://
