@echo off
rem Called by run.cmd and test.cmd: finds a Python 3.11-3.13 and makes .venv ready.
set "BASE=%~dp0..\.venv\Scripts\python.exe"
if exist "%BASE%" goto ready
for %%V in (3.13 3.12 3.11) do (
    py -%%V -c "import sys" >nul 2>nul && set "BASE=py -%%V" && goto setup
)
python -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))" >nul 2>nul && set "BASE=python" && goto setup
echo Python 3.11, 3.12 or 3.13 is needed / 需要 Python 3.11、3.12 或 3.13 1>&2
exit /b 2
:ready
set BASE="%BASE%"
:setup
%BASE% "%~dp0setup.py" || exit /b 2
exit /b 0
