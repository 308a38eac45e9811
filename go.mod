module github.com/yakkan/yakkan

go 1.26
