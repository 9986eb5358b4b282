@echo off
rem Builds the program as one folder in dist\: scripts\build.cmd [--smoke] [--pack] (docs/building.md).
call "%~dp0python.cmd" || exit /b 2
"%~dp0..\.venv\Scripts\python.exe" "%~dp0build.py" %*
exit /b %ERRORLEVEL%
