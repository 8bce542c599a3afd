# shellcheck shell=bash
# Shared by run, test and .ci/run; to be sourced. Needs $root, the repository's folder.

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

need_dotnet() {
  command -v dotnet > /dev/null || die "The .NET SDK was not found. Install the version named in global.json or newer (https://dotnet.microsoft.com/download), then run this again."
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
}

has_postgres() {
  local program folder
  if program="$(command -v postgres)"; then
    folder="$(dirname "$(readlink -f "$program")")"
    [[ -x "$folder/initdb" ]] && return 0
  fi
  for program in /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb /usr/lib/postgresql*/bin/initdb \
    /opt/homebrew/opt/postgresql*/bin/initdb /usr/local/opt/postgresql*/bin/initdb /Applications/Postgres.app/Contents/Versions/*/bin/initdb; do
    [[ -x "$program" ]] && return 0
  done
  return 1
}

# Whether packages can be installed without a question: as root on a system with apt-get.
may_install() { [[ "$(id -u)" == 0 ]] && command -v apt-get > /dev/null; }

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  quietly apt-get -q update
  quietly apt-get -q install -y --no-install-recommends "$@"
}

# Finds PostgreSQL's server programs, or installs them where that needs no question: as root on a system with apt-get.
need_postgres() {
  has_postgres && return 0
  if ! may_install; then
    die "PostgreSQL's server programs were not found. Install them, without starting a server: 'apt-get install postgresql' on Debian and Ubuntu (as root), 'dnf install postgresql-server' on Fedora and Red Hat, 'brew install postgresql' on macOS. Or name a database of your own: --database '<connection string>'."
  fi
  say "Installing PostgreSQL's server programs with apt-get."
  # Only the programs are wanted: without this file the package would make and start a server of its own.
  if [[ ! -e /etc/postgresql-common/createcluster.conf ]]; then
    mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf
  fi
  install_packages postgresql
  has_postgres || die "PostgreSQL was installed, but its programs were not found afterwards."
}

has_chromium() {
  [[ -x "${ACTIVEACTIVE_CHROMIUM-}" ]] || command -v chromium > /dev/null || command -v chromium-browser > /dev/null || command -v google-chrome > /dev/null
}

# Finds the browser that the console is tested in, or installs it where that needs no question: as root on a system with apt-get.
need_chromium() {
  has_chromium && return 0
  if ! may_install; then
    die "Chromium was not found. Install it: 'apt-get install chromium' on Debian (as root), 'dnf install chromium' on Fedora, 'brew install --cask chromium' on macOS. Or name the program of one that you have: ACTIVEACTIVE_CHROMIUM=/path/to/chrome."
  fi
  say "Installing Chromium with apt-get, for the tests of the console."
  install_packages chromium
  has_chromium || die "Chromium was installed, but its program was not found afterwards."
}

# What some faults of the drill need; installed where that needs no question. Without them these faults are skipped, and the drill says so.
want_drill_tools() {
  may_install || return 0
  local missing=()
  command -v ip > /dev/null || missing+=(iproute2)
  command -v iptables > /dev/null || missing+=(iptables)
  compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' > /dev/null || missing+=(libfaketime)
  [[ "${#missing[@]}" == 0 ]] && return 0
  say "Installing ${missing[*]} with apt-get, for the faults of networks and clocks."
  install_packages "${missing[@]}"
}

# Finds Prometheus and promtool, or installs them where that needs no question. Without them the tests that need them are skipped; a build server (CI=true) does not do without.
need_prometheus() {
  command -v prometheus > /dev/null && command -v promtool > /dev/null && return 0
  if ! may_install; then
    [[ "${CI-}" != true ]] || die "Prometheus was not found. Install it with promtool ('apt-get install prometheus' on Debian and Ubuntu, as root)."
    say "Prometheus was not found: the tests with it are skipped."
    return 0
  fi
  say "Installing Prometheus with apt-get."
  install_without_service prometheus
  command -v prometheus > /dev/null && command -v promtool > /dev/null || die "Prometheus was installed, but its programs were not found afterwards."
}

# Installs a package of which only the programs are wanted: the service that it brings is neither started now nor with the system.
install_without_service() {
  local policy=/usr/sbin/policy-rc.d made=
  if [[ ! -e "$policy" ]]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod +x "$policy"
    made=1
  fi
  (install_packages "$1") || { [[ -z "$made" ]] || rm -f "$policy"; die "Failed: the package $1 could not be installed."; }
  [[ -z "$made" ]] || rm -f "$policy"
  if [[ -d /run/systemd/system ]]; then
    systemctl disable --now "$1" > /dev/null 2>&1 || true
  elif command -v update-rc.d > /dev/null; then
    update-rc.d "$1" disable > /dev/null 2>&1 || true
  fi
}

# Whether every user may enter a folder and those above it.
is_open_to_all() {
  local folder="$1"
  while true; do
    [[ "$(stat -L -c %A "$folder" 2> /dev/null || stat -L -f %Sp "$folder")" == *[xt] ]] || return 1
    [[ "$folder" != / ]] || return 0
    folder="$(dirname "$folder")"
  done
}

# Runs a command without its output, unless it fails.
quietly() {
  local log status=0
  log="$(mktemp)"
  "$@" > "$log" 2>&1 < /dev/null || status=$?
  if [[ "$status" != 0 ]]; then
    cat "$log" >&2
    rm -f "$log"
    die "Failed ($status): $*"
  fi
  rm -f "$log"
}
