"""Workbooks, csv, DDL and databases in and out."""
