# Sourced by the scripts, from the root of the repository. What set-up installed comes first on
# PATH, and what tools and browsers like to keep between runs stays inside the repository.
root=$PWD
PATH=$root/.venv/bin:$root/node_modules/.bin:$PATH
XDG_CACHE_HOME=$root/.setup/cache
CHROME_CONFIG_HOME=$root/.setup/browser-settings
PLAYWRIGHT_BROWSERS_PATH=$root/.setup/browsers
export PATH XDG_CACHE_HOME CHROME_CONFIG_HOME PLAYWRIGHT_BROWSERS_PATH
unset PYTHONHOME PYTHONPATH VIRTUAL_ENV

# The Chromium or Chrome that the tests drive; absent when only a build was set up.
if [ -f .venv/.setup/browser ]; then
    read -r LIVECALC_BROWSER <.venv/.setup/browser
    export LIVECALC_BROWSER
fi

# The Firefox that the tests drive; an empty line where there is none.
if [ -f .venv/.setup/firefox ]; then
    read -r LIVECALC_FIREFOX <.venv/.setup/firefox
    export LIVECALC_FIREFOX
fi
