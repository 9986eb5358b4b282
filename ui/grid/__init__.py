"""The grid of a group's rows, such as 信息项: keys and clipboard as in a spreadsheet program."""
