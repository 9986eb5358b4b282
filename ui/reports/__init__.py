"""统计报告: figures, the reports that were made, and how one looks before it is printed."""
