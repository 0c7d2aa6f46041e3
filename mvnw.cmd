@echo off
rem Runs an installed Apache Maven of at least 3.8. See mvnw for other systems.
setlocal
where mvn >nul 2>nul
if errorlevel 1 (
  echo mvnw: install Apache Maven 3.8 or newer and put it on the PATH 1>&2
  exit /b 1
)
call mvn %*
exit /b %ERRORLEVEL%
