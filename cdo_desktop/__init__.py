"""首席数据官工作台: the core, which never meets Qt."""

__version__ = "0.1.0"
