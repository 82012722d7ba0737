#!/usr/bin/env bash
# Builds the web console into the folder given, or tests it; called by Maven in the coordinator's build.
#
#   build.sh build OUT      bundles into OUT, unless OUT is newer than every source
#   build.sh test REPORT    runs the unit tests and writes REPORT (JUnit XML), unless they passed since the last change
#
# Without node, or when npm cannot fetch the packages in time, it says so in one line and ends well: the
# coordinator is then built without its console. An error in the console itself fails the build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
limit=${REKINDLE_NPM_SECONDS:-240}
verb=$1
out=$2

skip() {
  printf 'console: %s; building without the web console\n' "$1"
  exit 0
}

fresh() { # stamp paths...
  local stamp=$1
  shift
  [[ -f $stamp ]] && [[ -z $(find "$@" -newer "$stamp" -print -quit) ]]
}

within() { # seconds command...
  local seconds=$1
  shift
  if command -v timeout >/dev/null 2>&1; then timeout "$seconds" "$@"; else "$@"; fi
}

install_packages() {
  if [[ -f node_modules/.rekindle-lock ]] && cmp -s package-lock.json node_modules/.rekindle-lock; then
    return
  fi
  echo "console: fetching its packages"
  local log
  log=$(mktemp)
  if ! within "$limit" npm ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error >"$log" 2>&1; then
    if grep -q 'code EUSAGE' "$log"; then
      cat "$log" >&2
      echo "console: package.json and package-lock.json do not agree; run npm install and commit both" >&2
      exit 1
    fi
    tail -n 3 "$log" >&2
    rm -f "$log"
    skip "npm ci did not succeed within $limit seconds"
  fi
  rm -f "$log"
  cp package-lock.json node_modules/.rekindle-lock
}

sources=(index.html package-lock.json package.json tsconfig.json vite.config.ts public src build.sh)
mkdir -p "$out"
out=$(cd "$out" && pwd)
stamp=$out/.built
[[ $verb == test ]] && stamp=$out/.tested
if [[ $verb == test ]] && [[ ! -f node_modules/.rekindle-lock ]]; then
  exit 0
fi
if fresh "$stamp" "${sources[@]}" $([[ $verb == test ]] && echo test vitest.browser.config.ts e2e); then
  exit 0
fi

command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || skip "node and npm are not on the PATH"
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' \
  || skip "node $(node --version) is too old, it needs 20.19 or 22.12"
install_packages

began=$(mktemp)
trap 'rm -f "$began"' EXIT
if [[ $verb == build ]]; then
  node_modules/.bin/tsc --noEmit
  CONSOLE_OUT=$out node_modules/.bin/vite build --logLevel warn
else
  CI=true node_modules/.bin/vitest run --reporter=default --reporter=junit --outputFile.junit="$out/TEST-console.xml"
fi
# A source that changed meanwhile is built again the next time.
touch -r "$began" "$stamp"
