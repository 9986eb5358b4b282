"""Charts that are painted: each has its numbers in words, keys for its parts, and 查看数据."""
