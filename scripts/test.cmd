@echo off
rem Runs everything that must hold: style, types, walls, tests. Arguments go to pytest.
call "%~dp0python.cmd" || exit /b 2
cd /d "%~dp0.."
set QT_QPA_PLATFORM=offscreen
set "PY=.venv\Scripts\python.exe"
set FAILED=0
%PY% -m ruff check . || set FAILED=1
%PY% -m ruff format --check . || set FAILED=1
%PY% -m mypy || set FAILED=1
.venv\Scripts\lint-imports.exe --no-cache || set FAILED=1
%PY% -m pytest -q %* || set FAILED=1
exit /b %FAILED%
