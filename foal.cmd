@echo off
rem The command foal on Windows: runs ./foal of this folder in WSL2, the Linux within Windows. README.md says how to get it.
setlocal
wsl.exe --exec true >nul 2>nul
if errorlevel 1 (
    echo foal: Foal runs in WSL2, and there is none here: run "wsl --install" as administrator, restart, and see README.md 1>&2
    exit /b 125
)
for /f "usebackq delims=" %%p in (`wsl.exe --exec wslpath "%~dp0foal"`) do set "launcher=%%p"
wsl.exe --exec sh "%launcher%" %*
exit /b %errorlevel%
