@echo off
rem Opens the program; with a command (see README) does that instead.
call "%~dp0python.cmd" || exit /b 2
"%~dp0..\.venv\Scripts\python.exe" "%~dp0..\main.py" %*
exit /b %ERRORLEVEL%
